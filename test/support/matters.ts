import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import type { JsonObject } from "../../src/contract/json.ts";
import type { PartyKind, PartyLevel, Role } from "../../src/contract/roles.ts";
import { procedure, promised, silent, workingDays } from "../../src/law/language.ts";
import { parameters } from "../../src/law/parameters.ts";
import { refuse } from "../../src/law/refusal.ts";
import {
  bind,
  createMatters,
  type EventsPort,
  type LedgerPort,
  type Matters,
  type Party,
  type Post,
} from "../../src/matters/index.ts";
import type { Db, Tx } from "../../src/platform/db/index.ts";
import type { Caller } from "../../src/platform/http/caller.ts";
import { createCursors } from "../../src/platform/http/cursors.ts";
import { uuid } from "../../src/platform/ids/index.ts";
import type { TestDatabase } from "./postgres.ts";

/** Parties with fixed ids, so that several processes of one test mean the same. */
function party(n: number, name: string, kind: PartyKind, level: PartyLevel = "city"): Party {
  return { id: `00000000-0000-7000-8000-00000000000${n}`, name, kind, level, region: "230500" };
}

export const bureau = party(1, "市数据局", "authority");
export const centre = party(2, "市大数据中心", "service-agency");
export const police = party(3, "市公安局", "department");
export const civil = party(4, "市民政局", "department");
export const health = party(5, "市卫生健康委", "department");
export const resident = party(6, "王某", "citizen", "none");
const all = [bureau, centre, police, civil, health, resident];

const posts: (Post & { readonly party: string })[] = [];

/** A person of a party, in one post. */
export function person(
  of: Party,
  name: string,
  roles: readonly Role[] = ["data-officer"],
  unit: string | null = null,
): Caller {
  const post = { personId: uuid(), personName: name, postId: uuid(), unit, roles };
  posts.push({ ...post, party: of.id });
  return { ...post, party: of };
}

/** The person holds no post any more. */
export function leave(one: Caller): void {
  const at = posts.findIndex(({ postId }) => postId === one.postId);
  posts.splice(at, 1);
}

/** A procedure shaped like Art. 27's: bureau passes on, provider decides, a second person of the provider signs. */
export const application = procedure({
  kind: "test-application",
  title: "试验申请",
  articles: [27],
  summary: "试验用",
  numbering: "试",
  subject: null,
  form: z.object({
    scenario: z.string().trim().min(1, "请填写应用场景").max(200).meta({ title: "应用场景" }),
    change: z.enum(["first", "law"]).default("first").meta({ title: "变化" }),
  }),
  opens: { by: "department", to: "with-bureau", cites: "27¶1", effects: ["note"] },
  states: {
    "with-bureau": { title: "形式审查", holder: "same-level-authority" },
    "with-starter": { title: "补正", holder: "starter" },
    "with-provider": { title: "提供部门审核", holder: "provider" },
    "to-sign": { title: "审签", holder: "provider" },
    granted: { title: "已同意", final: "done" },
    refused: { title: "不同意", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    pass: {
      title: "通过形式审查",
      cites: "27¶2",
      from: "with-bureau",
      to: "with-provider",
      by: "same-level-authority",
      tone: "primary",
    },
    sendBack: {
      title: "退回补正",
      cites: "27¶2",
      from: "with-bureau",
      to: "with-starter",
      by: "same-level-authority",
      reasons: "required",
      supplement: true,
    },
    resubmit: { title: "重新提交", cites: "27¶1", from: "with-starter", to: "with-bureau", by: "starter" },
    approve: {
      title: "同意",
      cites: "27¶2(2)",
      from: "with-provider",
      to: "to-sign",
      by: "provider",
      tone: "primary",
      form: z.object({ months: z.int().min(1, "至少 1 个月").max(12).meta({ title: "有效期（月）" }) }),
      guards: ["notForbidden"],
      effects: ["note"],
    },
    refuse: {
      title: "不同意",
      cites: "27¶2(2)",
      from: "with-provider",
      to: "refused",
      by: "provider",
      reasons: "required",
      tone: "danger",
    },
    extend: {
      title: "延长审核",
      cites: "27¶2(2)",
      from: "with-provider",
      to: "with-provider",
      by: "provider",
      reasons: "required",
      extends: "decide",
    },
    sign: {
      title: "审签",
      cites: "27¶2(2)",
      from: "to-sign",
      to: "granted",
      by: "provider",
      tone: "primary",
      effects: ["note"],
    },
    unsign: {
      title: "退回重办",
      cites: "27¶2(2)",
      from: "to-sign",
      to: "with-provider",
      by: "provider",
      reasons: "required",
    },
    withdraw: {
      title: "撤回",
      cites: "27¶1",
      from: ["with-bureau", "with-starter", "with-provider"],
      to: "withdrawn",
      by: "starter",
    },
    deem: {
      title: "视为通过",
      cites: "25¶3",
      from: "with-bureau",
      to: "with-provider",
      by: "platform",
      guards: ["notForbidden"],
    },
    expire: { title: "逾期退回", cites: "25¶3", from: "with-bureau", to: "with-starter", by: "platform" },
  },
  deadlines: {
    check: {
      title: "形式审查",
      over: ["with-bureau"],
      statutory: silent("没有规定天数"),
      promised: promised("sharing-bureau-review"),
      overdue: "73(5)",
    },
    decide: {
      title: "提供部门审核",
      over: ["with-provider", "to-sign"],
      statutory: workingDays(1, "27¶2(2)"),
      extension: promised("supplement-period"),
      overdue: "73(5)",
    },
    chain: {
      title: "审核并发布",
      over: ["with-bureau", "with-provider", "to-sign"],
      when: { field: "change", in: ["law"] },
      statutory: workingDays(2, "13¶2"),
      overdue: "73(1)",
    },
  },
  timers: {
    deem: {
      title: "视为通过",
      in: "with-bureau",
      after: promised("unstated-class"),
      steps: ["deem", "expire"],
    },
  },
  differentPersons: [["approve", "sign"]],
  feedbackTo: "starter",
});

export const forbidden = "禁止";
/** A scenario whose timer throws. */
export const broken = "出错";

/** A database that can be given the tables of `probe`. */
export type Probed = Pick<TestDatabase, "db" | "ownerPool">;

/** Leaves, events and notes go to tables of the schema `probe`, so that a test sees what a transaction left behind. */
export async function testMatters(t: Probed): Promise<Matters> {
  await t.ownerPool.query(`
    create schema if not exists probe;
    create table if not exists probe.leaf (receipt uuid primary key, ref text not null, body jsonb not null);
    create table if not exists probe.event (id uuid primary key, type text not null, body jsonb not null);
    create table if not exists probe.note (step uuid primary key, text text not null);
    grant usage on schema probe to gongshu_app;
    grant select, insert on all tables in schema probe to gongshu_app`);
  return mattersOn(t.db);
}

async function emit(tx: Tx, { type, body }: { type: string; body: JsonObject }): Promise<void> {
  await sql`insert into probe.event values (${uuid()}, ${type}, ${JSON.stringify(body)})`.execute(tx);
}

/** The engine with the procedure above, on a database where `testMatters` has been called. */
export function mattersOn(db: Db, ports: { ledger?: LedgerPort; events?: EventsPort } = {}): Matters {
  const bound = bind(application, {
    title: async ({ caller, form }) => `${caller.party.name}申请“${form.scenario}”`,
    provider: async () => police.id,
    guards: {
      notForbidden: async ({ matter, caller }) =>
        matter.form.scenario === broken && caller === null
          ? Promise.reject(new Error("a fault in a guard"))
          : matter.form.scenario === forbidden
            ? refuse("forbidden", "24(3)", "该场景不予共享。", [
                { pointer: "/form/scenario", detail: "不予共享" },
              ])
            : undefined,
    },
    effects: {
      note: async ({ tx, step, matter }) => {
        await sql`insert into probe.note values (${step.id}, ${matter.state})`.execute(tx);
      },
    },
    facts: async (_db, matter) => [{ label: "场景", value: matter.form.scenario, article: "27¶1" }],
  });
  return createMatters({
    db,
    procedures: [bound],
    parameters,
    numbering: "双数",
    cursors: createCursors(randomBytes(32)),
    parties: {
      async resolve(_db, actor, { provider, starter }) {
        if (actor === "service-agency") return centre.id;
        return (provider ?? starter) === bureau.id ? centre.id : bureau.id;
      },
      async party(_db, id) {
        const found = all.find((one) => one.id === id);
        if (found === undefined) throw new Error(`no party ${id}`);
        return found;
      },
      hold: async () => {},
      mergedInto: async () => [],
      staff: async (_db, id) => posts.filter(({ party }) => party === id),
    },
    ledger: ports.ledger ?? {
      async append(tx, { ref, body }) {
        const receipt = uuid();
        await sql`insert into probe.leaf values (${receipt}, ${ref}, ${JSON.stringify(body)})`.execute(tx);
        return receipt;
      },
    },
    events: ports.events ?? {
      emit,
      async emitAll(tx, events) {
        for (const event of events) await emit(tx, event);
      },
    },
  });
}
