import type { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import type { Supervision, supervise } from "../contract/supervision.ts";
import { chineseCitation } from "../law/citation.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Citation } from "../law/language.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import { mayAct, mayReadAll } from "./actors.ts";
import { boundOf, type Engine } from "./engine.ts";
import { takeNumber } from "./start.ts";
import type { MatterRow, SupervisionRow } from "./tables.ts";
import { clocks } from "./take.ts";
import { maySee, notFound } from "./visibility.ts";

/** Bureaus supervise what their region's departments do with public data. */
const basis: Citation = "8(2)";
/** What follows the city's prefix in the number. */
const series = { urge: "催", order: "督" } as const;
const titles = { urge: "催办", order: "督办单" } as const;

/**
 * What the caller may issue on a matter now: the bureau of the level of the party that holds it, which is replaced by
 * the next level where it is itself the holder. An order presupposes that a limit has been missed.
 */
export async function supervisable(
  engine: Engine,
  db: Db | Tx,
  caller: Caller,
  row: MatterRow,
  at: Date,
): Promise<("urge" | "order")[]> {
  if (row.holder_party === null || row.next_due === null || !mayAct(caller)) return [];
  const about = { starter: row.holder_party, provider: row.holder_party };
  const supervisor = await engine.parties.resolve(db, "same-level-authority", about);
  if (supervisor !== caller.party.id) return [];
  return row.next_due < civilDate(at) ? ["urge", "order"] : ["urge"];
}

/** Issues a numbered notice of supervision to the party that holds the matter; returns its id. */
export async function issue(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  matterId: string,
  { kind, demand, replyBy }: z.output<typeof supervise>,
): Promise<string> {
  const row = await lockMatter(tx, caller, matterId);
  const { at } = await clocks(tx);
  const today = civilDate(at);
  const allowed = await supervisable(engine, tx, caller, row, at);
  if (!allowed.includes("urge") || row.holder_party === null) {
    throw new Problem(
      "may_not_supervise",
      "只有承办单位的同级公共数据主管部门可以催办、督办在办并且计时的件。",
      {
        article: basis,
      },
    );
  }
  const late = await lateArticle(engine, tx, row, today);
  if (kind === "order" && late === null) {
    throw new Problem("not_overdue", "本件没有逾期，不能发督办单；可以先催办。", { article: basis });
  }
  if (replyBy !== undefined && replyBy < today) {
    throw new Problem("form_invalid", "反馈期限不能早于今天，请改正。", {
      errors: [{ pointer: "/replyBy", detail: "不能早于今天" }],
    });
  }
  const id = uuid();
  const issued = {
    id,
    matter_id: row.id,
    kind,
    number: await takeNumber(tx, `${engine.numbering}${series[kind]}`, Number(today.slice(0, 4))),
    article: late ?? chineseCitation(basis),
    to_party: row.holder_party,
    issued_party: caller.party.id,
    issued_by: caller.personId,
    issued_by_name: caller.personName,
    issued_at: at,
    demand,
    reply_by: replyBy ?? null,
  };
  const ref = `matters.supervision:${id}.issued`;
  const receipt = await engine.ledger.append(tx, { kind: "decision", at, ref, body: issuedBody(issued) });
  await tx
    .insertInto("matters.supervision")
    .values({ ...issued, receipt })
    .execute();
  await tell(engine, tx, "matters.supervision.issued", row.id, id);
  return id;
}

/** The party that was urged or ordered says what it has done; once. */
export async function answerSupervision(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  { matterId, id, answer }: { matterId: string; id: string; answer: string },
): Promise<void> {
  await lockMatter(tx, caller, matterId);
  const row = await tx
    .selectFrom("matters.supervision")
    .selectAll()
    .where("id", "=", id)
    .where("matter_id", "=", matterId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem("not_found", "没有找到这份催办、督办，请刷新后重试。");
  if (row.to_party !== caller.party.id || !mayAct(caller)) {
    throw new Problem("not_the_holder", `${row.number} 不是发给本单位的，请由收到的单位反馈。`, {
      article: basis,
    });
  }
  if (row.answered_at !== null) {
    throw new Problem("already_answered", `${row.number} 已由${row.answered_by_name}反馈，不能再次反馈。`);
  }
  const { at } = await clocks(tx);
  const answered = {
    answer,
    answered_by: caller.personId,
    answered_by_name: caller.personName,
    answered_at: at,
  };
  const body = answeredBody({ ...row, ...answered });
  const ref = `matters.supervision:${id}.answered`;
  const receipt = await engine.ledger.append(tx, { kind: "decision", at, ref, body });
  await tx
    .updateTable("matters.supervision")
    .set({ ...answered, answer_receipt: receipt })
    .where("id", "=", id)
    .execute();
  await tell(engine, tx, "matters.supervision.answered", matterId, id);
}

async function lockMatter(tx: Tx, caller: Caller, id: string): Promise<MatterRow> {
  const row = await tx
    .selectFrom("matters.matter")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || !(await maySee(tx, caller, id))) throw notFound();
  return row;
}

/** What being late with the limit that was missed first means, in words; null where none is. */
async function lateArticle(engine: Engine, tx: Tx, row: MatterRow, today: string): Promise<string | null> {
  const late = await tx
    .selectFrom("matters.deadline")
    .select("name")
    .where("matter_id", "=", row.id)
    .where("state", "=", "open")
    .where("due_on", "<", today)
    .orderBy("due_on")
    .executeTakeFirst();
  if (late === undefined) return null;
  const rule = boundOf(engine, row.kind).procedure.deadlines[late.name];
  return chineseCitation(rule?.overdue ?? basis);
}

const tell = (engine: Engine, tx: Tx, type: string, matter: string, supervision: string): Promise<void> =>
  engine.events.emit(tx, { type, version: 1, aggregate: `matter:${matter}`, body: { matter, supervision } });

type Issued = Pick<
  SupervisionRow,
  | "id"
  | "matter_id"
  | "kind"
  | "number"
  | "article"
  | "to_party"
  | "issued_party"
  | "issued_by"
  | "issued_by_name"
  | "issued_at"
  | "demand"
  | "reply_by"
>;

function issuedBody(row: Issued): JsonObject {
  const { id, matter_id, kind, number, article, to_party, issued_party, issued_by, issued_by_name } = row;
  return {
    ...{ id, matter_id, kind, number, article, to_party, issued_party, issued_by, issued_by_name },
    issued_at: row.issued_at.toISOString(),
    demand: row.demand,
    reply_by: row.reply_by,
  };
}

function answeredBody(
  row: Pick<
    SupervisionRow,
    "id" | "number" | "to_party" | "answer" | "answered_by" | "answered_by_name" | "answered_at"
  >,
): JsonObject {
  const { id, number, to_party, answer, answered_by, answered_by_name, answered_at } = row;
  return {
    ...{ id, number, to_party, answer, answered_by, answered_by_name },
    answered_at: answered_at?.toISOString() ?? null,
  };
}

/** Supervision read anew, for refs `matters.supervision:<id>.issued` and `….answered`. */
export const supervisionEvidence: EvidenceSource = {
  async read(tx, refs) {
    const bodies = new Map<string, JsonObject>();
    if (refs.length === 0) return bodies;
    const rows = await tx
      .selectFrom("matters.supervision")
      .selectAll()
      .where("id", "in", [...new Set(refs.map((ref) => ref.split(".")[0] ?? ""))])
      .execute();
    for (const row of rows) {
      bodies.set(`${row.id}.issued`, issuedBody(row));
      if (row.answered_at !== null) bodies.set(`${row.id}.answered`, answeredBody(row));
    }
    return new Map(refs.flatMap((ref) => (bodies.has(ref) ? [[ref, bodies.get(ref) ?? {}]] : [])));
  },
};

/** Notices of supervision of several matters, by matter, in order. */
export async function supervisionsOf(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, SupervisionRow[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("matters.supervision")
    .selectAll()
    .where("matter_id", "in", ids)
    .orderBy("id")
    .execute();
  return Map.groupBy(rows, ({ matter_id }) => matter_id);
}

/** What a bureau demands of a party is between the two, and the auditor's. */
export const mayRead = (caller: Caller, row: SupervisionRow): boolean =>
  mayReadAll(caller) || row.to_party === caller.party.id || row.issued_party === caller.party.id;

export async function showSupervision(
  row: SupervisionRow,
  caller: Caller,
  nameOf: (id: string) => Promise<{ id: string; name: string }>,
): Promise<Supervision> {
  return {
    id: row.id,
    kind: row.kind,
    title: titles[row.kind],
    number: row.number,
    article: row.article,
    to: await nameOf(row.to_party),
    from: await nameOf(row.issued_party),
    issuedBy: { id: row.issued_by, name: row.issued_by_name },
    issuedAt: toInstant(row.issued_at),
    demand: row.demand,
    replyBy: row.reply_by,
    receipt: row.receipt,
    answer: row.answer,
    answeredBy: row.answered_by === null ? null : { id: row.answered_by, name: row.answered_by_name ?? "" },
    answeredAt: row.answered_at === null ? null : toInstant(row.answered_at),
    answerable: row.answered_at === null && row.to_party === caller.party.id && mayAct(caller),
  };
}
