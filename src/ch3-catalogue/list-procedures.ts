import type { z } from "zod";
import { party } from "../ch2-parties/index.ts";
import { listNameLabel } from "../contract/labels.zh.ts";
import type { ListName, listForm } from "../contract/lists.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Guard } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { listPublication, listSubmission } from "./article-23-lists.ts";
import {
  type CollectionLines,
  derive,
  merged,
  openSubmissions,
  seriesOfRegion,
  seriesOfUnit,
} from "./lists.ts";
import { keep, recordOfMatter } from "./records.ts";

type Form = z.infer<typeof listForm>;

/** Art. 23, 38 running: what is confirmed is what is in force on that day, kept as a version of the unit's list. */
export function bindListSubmission(collection: CollectionLines): BoundProcedure {
  const linesNow = (tx: Tx, form: Form, unit: string) => derive(tx, collection, form.list, { unit });
  return bind(listSubmission, {
    title: async ({ caller, form }) => `${caller.party.name}报送${listNameLabel[form.list]}`,
    guards: {
      listHasLines: async ({ tx, matter }) => {
        if ((await linesNow(tx, matter.form, matter.starter)).length === 0)
          return refuse("list_empty", "23", "本单位的这份清单现在没有内容，不需要报送");
      },
      noOtherSubmission: async ({ tx, matter }) => {
        if ((await openSubmissions(tx, matter.form.list)).has(matter.starter))
          return refuse("list_under_way", "23", "本单位的这份清单正在确认，不能重复报送");
      },
    },
    effects: {
      keepList: async (context) => {
        const { list } = context.matter.form;
        const unit = context.matter.starter;
        const rows = await linesNow(context.tx, context.matter.form, unit);
        await keep(context, seriesOfUnit(list, unit), { list, unit, rows });
      },
    },
    facts: async (db, matter) => {
      const kept = await recordOfMatter(db, matter.id);
      if (kept !== undefined) return [{ label: "确认版本", value: `第 ${kept.version} 版`, article: "23" }];
      const rows = await derive(db, collection, matter.form.list, { unit: matter.starter });
      return [{ label: "现有内容", value: `${rows.length} 条`, article: "23" }];
    },
  });
}

export function bindListPublication(): BoundProcedure {
  return bind(listPublication, {
    title: async ({ caller, form }) => `${caller.party.name}发布${listNameLabel[form.list]}`,
    guards: { starterMayPublish, somethingConfirmed },
    effects: {
      publishList: async (context) => {
        const { list } = context.matter.form;
        const { region, isCity } = await territory(context.tx, context.matter.starter);
        const rows = await merged(context.tx, list, isCity ? undefined : region);
        await keep(context, seriesOfRegion(list, region), { list, region, rows });
      },
    },
    facts: async (db, matter) => {
      const kept = await recordOfMatter(db, matter.id);
      if (kept === undefined) return [];
      return [
        { label: "发布版本", value: `第 ${kept.version} 版`, article: "23" },
        { label: "存证回执", value: kept.receipt, article: null },
      ];
    },
  });
}

/** Of the whole city for the city's bureau, of its county for a county's. */
async function territory(tx: Tx, id: string): Promise<{ region: string; isCity: boolean; kind: string }> {
  const { region, level, kind } = await party(tx, id);
  return { region, isCity: level === "city", kind };
}

/** The three lists of sharing are the city's (Art. 23); the list of opening is each region's (Art. 38). */
const cityOnly: readonly ListName[] = ["sharing-demand", "sharing-responsibility", "not-shared"];

const starterMayPublish: Guard<Form> = async ({ tx, matter }) => {
  const { kind, isCity } = await territory(tx, matter.starter);
  if (kind !== "authority") return refuse("list_not_yours", "23", "清单由公共数据主管部门汇总发布");
  if (!isCity && cityOnly.includes(matter.form.list))
    return refuse("list_not_yours", "23", "共享的三张清单由市数据局统筹编制发布");
};

const somethingConfirmed: Guard<Form> = async ({ tx, matter }) => {
  const { region, isCity } = await territory(tx, matter.starter);
  if ((await merged(tx, matter.form.list, isCity ? undefined : region)).length === 0)
    return refuse("list_empty", "23", "还没有单位的清单得到确认，请先督促报送");
};
