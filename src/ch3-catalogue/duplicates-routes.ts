import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { decideLikeness, type Likenesses, likenesses } from "../contract/duplicates.ts";
import { isInCharge, lockInCharge, type Matters, maySee } from "../matters/index.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { Problem } from "../platform/http/problem.ts";
import { keepDecision, likenessesOf, type OtherSources } from "./duplicates.ts";
import { mayCompile } from "./policy.ts";
import { type EntryRow, findEntry } from "./store.ts";

const params = z.object({ id: uuid });

/** The stations of the chain at which entries are weighed against each other, and how each sends back. */
const returns: Readonly<Record<string, string>> = {
  review: "returnFromReview",
  verification: "returnFromVerification",
  "re-review": "returnFromReReview",
};

/** Duplicates and conflicts of an entry under review, and what was decided about each (Art. 12 ¶4, 15). */
export function duplicatesRoutes(
  http: Http,
  given: { db: Database; matters: Matters; otherSources: OtherSources },
): void {
  const { db, matters, otherSources } = given;
  http.get(
    "/api/v1/matters/:id/likenesses",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "与送审目录重复或者冲突的目录", params, response: { 200: likenesses } },
    },
    async (request) => seen(db.kysely, otherSources, callerOf(request), request.params.id),
  );
  http.post(
    "/api/v1/matters/:id/likenesses",
    {
      config: { access: "signed-in", audit: "likeness.decided", once: true },
      schema: {
        summary: "对重复或者冲突的目录作出决定：合并、保留、退回",
        params,
        body: decideLikeness,
        response: { 200: likenesses },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return once(db, request, likenesses, async (tx) => {
        await decide(tx, matters, otherSources, caller, id, request.body);
        return seen(tx, otherSources, caller, id);
      });
    },
  );
}

const kinds = ["catalogue-publication", "catalogue-update"];

async function weighed(db: Db | Tx, caller: Caller, id: string) {
  const matter = await db
    .selectFrom("matters.matter")
    .select(["id", "number", "state", "holder_party as holder", "subject_id as entryId"])
    .select(["assigned_person", "assigned_unit"])
    .where("id", "=", id)
    .where("kind", "in", kinds)
    .executeTakeFirst();
  const visible = matter !== undefined && (await maySee(db, caller, id));
  const entry = visible && matter.entryId !== null ? await findEntry(db, matter.entryId) : undefined;
  if (matter === undefined || entry === undefined)
    throw new Problem("not_found", "没有这个目录办件，或者无权查看");
  return { matter, entry };
}

type Weighed = Awaited<ReturnType<typeof weighed>>;

/** Whoever holds the matter and is in charge of it weighs it; a provider does not weigh its own entry. */
const mayDecide = (caller: Caller, { matter, entry }: Weighed) =>
  isReviewer(caller, matter, entry) && isInCharge(caller, matter);

const isReviewer = (caller: Caller, { holder, state }: Weighed["matter"], { providerId }: EntryRow) =>
  holder === caller.party.id && providerId !== caller.party.id && state in returns && mayCompile(caller);

async function seen(
  db: Db | Tx,
  otherSources: OtherSources,
  caller: Caller,
  id: string,
): Promise<Likenesses> {
  const found = await weighed(db, caller, id);
  return { items: await likenessesOf(db, found.entry, otherSources), mayDecide: mayDecide(caller, found) };
}

/**
 * Puts the decision on record: to keep both by itself, any other one with the step that sends the entry back. Only
 * who is in charge of the matter in its present version decides.
 */
async function decide(
  tx: Tx,
  matters: Matters,
  otherSources: OtherSources,
  caller: Caller,
  id: string,
  { other, choice, reason, version }: z.infer<typeof decideLikeness>,
): Promise<void> {
  const { matter, entry } = await weighed(tx, caller, id);
  if (!isReviewer(caller, matter, entry))
    throw new Problem("not_the_holder", "由正在审核、校核、复核的单位决定", { article: "12¶4" });
  await lockInCharge(tx, caller, id, version);
  const pair = (await likenessesOf(tx, entry, otherSources)).find((one) => one.other.id === other);
  if (pair === undefined) throw new Problem("not_found", "这两个目录没有重复或者冲突，请刷新后核对");
  if (choice === "keep") {
    const context = { tx, matter, at: await lawNow(tx), ledger: matters.engine.ledger };
    return keepDecision(context, entry, pair, { choice, reason, by: caller });
  }
  const named = `${pair.other.provider.name}的“${pair.other.name}”（${pair.other.code}）`;
  const reasons = choice === "merge" ? `请并入${named}：${reason}` : `与${named}重复或者冲突：${reason}`;
  const form = { duplicate: { other, choice, reason } };
  await matters.act(caller, id, returns[matter.state] ?? "", { version, reasons, form }, tx);
}
