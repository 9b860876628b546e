import canonicalize from "canonicalize";
import { z } from "zod";
import { cityDocument, party } from "../ch2-parties/index.ts";
import { type Kept, keep, latestRecord, recordOfMatter } from "../ch3-catalogue/index.ts";
import { namedDocument, type openCatalogueForm, openCatalogueRow } from "../contract/open-catalogue.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Guard } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { openCataloguePublication } from "./article-36-open-catalogue.ts";
import { everythingOpen } from "./open-catalogue.ts";

type Form = z.infer<typeof openCatalogueForm>;

/** Art. 36 ¶1: by which the open catalogue is compiled, of the highest level that has made one (Art. 8(5)). */
export const compilingStandard = (db: Db | Tx, at: Date) =>
  cityDocument(db, civilDate(at), "opening", ["standard", "specification"]);

export const seriesOf = (region: string) => `open-catalogue:${region}`;

const keptBody = z.object({ standard: namedDocument, rows: z.array(openCatalogueRow) });
export const bodyOf = ({ body }: Pick<Kept, "body">) => keptBody.parse(body);

/** Whose open catalogue a bureau compiles: the city's takes in the counties'. */
async function areaOf(db: Db | Tx, bureau: string) {
  const { region, level, kind } = await party(db, bureau);
  return { kind, region, counted: level === "city" ? undefined : region };
}

/** Art. 36 ¶1, ¶2, ¶4 running: a version is what is open on the day of its publication. */
export function bindOpenCatalogue(): BoundProcedure {
  return bind(openCataloguePublication, {
    title: async ({ caller }) => `${caller.party.name}编制开放目录`,
    guards: { starterIsAuthority, standardInForce, somethingNew },
    effects: {
      keepVersion: async (context) => {
        const { region, counted } = await areaOf(context.tx, context.matter.starter);
        const standard = (await compilingStandard(context.tx, context.at)) ?? null;
        const rows = await everythingOpen(context.tx, counted);
        await keep(context, seriesOf(region), { region, standard, note: context.matter.form.note, rows });
      },
    },
    facts: async (db, matter) => {
      const kept = await recordOfMatter(db, matter.id);
      if (kept === undefined) {
        const { counted } = await areaOf(db, matter.starter);
        const { length } = await everythingOpen(db, counted);
        return [{ label: "现有内容", value: `${length} 个目录`, article: "36¶4" }];
      }
      const { standard, rows } = bodyOf(kept);
      return [
        { label: "发布版本", value: `第 ${kept.version} 版，${rows.length} 个目录`, article: "36¶4" },
        { label: "编制标准", value: `《${standard.title}》（${standard.number}）`, article: "36¶1" },
        { label: "存证回执", value: kept.receipt, article: null },
      ];
    },
  });
}

const starterIsAuthority: Guard<Form> = async ({ tx, matter }) => {
  if ((await areaOf(tx, matter.starter)).kind !== "authority")
    return refuse(
      "open_catalogue_not_yours",
      "36¶1",
      "本行政区域的开放目录由同级数据局组织编制；本单位的数据请逐条办理“数据开放审查发布”",
    );
};

const standardInForce: Guard<Form> = async ({ tx, at }) => {
  if ((await compilingStandard(tx, at)) === undefined)
    return refuse(
      "standard_missing",
      "36¶1",
      "“政策标准”里没有现行的开放目录编制标准或者技术规范，请市数据局先登记（规定的事项选“开放”）",
    );
};

const somethingNew: Guard<Form> = async ({ tx, matter }) => {
  const { region, counted } = await areaOf(tx, matter.starter);
  const { added, removed, changed } = await changesSince(tx, region, counted);
  if (added + removed + changed === 0)
    return refuse(
      "open_catalogue_unchanged",
      "36¶1",
      "与上一版相比，本行政区域的开放目录没有变化，不需要再发布",
    );
};

/** What an area's open catalogue gained, lost and changed since its newest version. */
export async function changesSince(db: Db | Tx, region: string, counted: string | undefined) {
  const newest = await latestRecord(db, seriesOf(region));
  const said = ({ demand: _, ...row }: z.infer<typeof openCatalogueRow>) => canonicalize(row);
  const before = new Map(newest === undefined ? [] : bodyOf(newest).rows.map((row) => [row.id, said(row)]));
  const now = new Map((await everythingOpen(db, counted)).map((row) => [row.id, said(row)]));
  return {
    added: [...now.keys()].filter((id) => !before.has(id)).length,
    removed: [...before.keys()].filter((id) => !now.has(id)).length,
    changed: [...now].filter(([id, row]) => before.has(id) && before.get(id) !== row).length,
  };
}
