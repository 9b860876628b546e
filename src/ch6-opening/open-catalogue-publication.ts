import canonicalize from "canonicalize";
import { sql } from "kysely";
import { z } from "zod";
import { cityDocument, party } from "../ch2-parties/index.ts";
import { type Kept, keep, latestRecord, recordOfMatter } from "../ch3-catalogue/index.ts";
import {
  namedDocument,
  type OpenCatalogueRow,
  type OpenCatalogueVersions,
  type openCatalogueForm,
  openCatalogueRow,
} from "../contract/open-catalogue.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Guard } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { openCataloguePublication } from "./article-36-open-catalogue.ts";
import { everythingOpen } from "./open-catalogue.ts";

type Form = z.infer<typeof openCatalogueForm>;

/** Art. 36 ¶1: by which the open catalogue is compiled, of the highest level that has made one (Art. 8(5)). */
export const compilingStandard = (db: Db | Tx, at: Date) =>
  cityDocument(db, civilDate(at), "opening", ["standard", "specification"]);

const seriesOf = (region: string) => `open-catalogue:${region}`;

const keptBody = z.object({ standard: namedDocument, rows: z.array(openCatalogueRow) });
const bodyOf = ({ body }: Pick<Kept, "body">) => keptBody.parse(body);

/** The versions of an area's open catalogue, newest first; of each only what the list shows is read. */
export async function versionsOf(db: Db, region: string): Promise<OpenCatalogueVersions["items"]> {
  const { rows } = await sql<Omit<OpenCatalogueVersions["items"][number], "at" | "region"> & { at: Date }>`
    select id, version, jsonb_array_length(body -> 'rows') as lines, body -> 'standard' as standard, at,
      matter_id as "matterId", receipt
    from catalogue.record where series = ${seriesOf(region)} order by version desc limit 200`.execute(db);
  return rows.map(({ at, ...row }) => ({ ...row, region, at: toInstant(at) }));
}

/** Whose open catalogue a bureau compiles: the city's takes in the counties'. */
async function areaOf(db: Db | Tx, bureau: string) {
  const { region, level, kind } = await party(db, bureau);
  return { kind, region, counted: level === "city" ? undefined : region };
}

/** Art. 36 ¶1, ¶2, ¶4 running: a version is what the service agency verified. */
export function bindOpenCatalogue(): BoundProcedure {
  return bind(openCataloguePublication, {
    title: async ({ caller }) => `${caller.party.name}编制开放目录`,
    guards: { starterIsAuthority, standardInForce, somethingNew },
    effects: {
      fixRows: async ({ tx, matter }) => {
        const rows = JSON.stringify(await rowsOf(tx, matter));
        await tx.insertInto("opening.verified_catalogue").values({ matter_id: matter.id, rows }).execute();
      },
      keepVersion: async (context) => {
        const { region } = await areaOf(context.tx, context.matter.starter);
        const standard = (await compilingStandard(context.tx, context.at)) ?? null;
        const rows = await rowsOf(context.tx, context.matter);
        await keep(context, seriesOf(region), { region, standard, note: context.matter.form.note, rows });
      },
    },
    facts: async (db, matter) => {
      const kept = await recordOfMatter(db, matter.id);
      if (kept === undefined) {
        const { length } = await rowsOf(db, matter);
        return [{ label: "编制内容", value: `${length} 个目录`, article: "36¶4" }];
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

/** What a matter compiles: once it is verified, what was verified; until then all that is open. */
async function rowsOf(
  db: Db | Tx,
  { id, starter }: { readonly id: string; readonly starter: string },
): Promise<readonly OpenCatalogueRow[]> {
  const verified = await db
    .selectFrom("opening.verified_catalogue")
    .select("rows")
    .where("matter_id", "=", id)
    .executeTakeFirst();
  if (verified !== undefined) return verified.rows;
  const { counted } = await areaOf(db, starter);
  return everythingOpen(db, counted);
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
  const { region } = await areaOf(tx, matter.starter);
  const { added, removed, changed } = changes(
    await latestRecord(tx, seriesOf(region)),
    await rowsOf(tx, matter),
  );
  if (added + removed + changed === 0)
    return refuse(
      "open_catalogue_unchanged",
      "36¶1",
      "与上一版相比，本行政区域的开放目录没有变化，不需要再发布",
    );
};

/** What an area's open catalogue gained, lost and changed since its newest version. */
export async function changesSince(db: Db | Tx, region: string, counted: string | undefined) {
  return changes(await latestRecord(db, seriesOf(region)), await everythingOpen(db, counted));
}

function changes(newest: Kept | undefined, rows: readonly OpenCatalogueRow[]) {
  const said = ({ demand: _, ...row }: OpenCatalogueRow) => canonicalize(row);
  const before = new Map(newest === undefined ? [] : bodyOf(newest).rows.map((row) => [row.id, said(row)]));
  const now = new Map(rows.map((row) => [row.id, said(row)]));
  return {
    added: [...now.keys()].filter((id) => !before.has(id)).length,
    removed: [...before.keys()].filter((id) => !now.has(id)).length,
    changed: [...now].filter(([id, row]) => before.has(id) && before.get(id) !== row).length,
  };
}
