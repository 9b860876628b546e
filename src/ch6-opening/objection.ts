import { sql } from "kysely";
import type { z } from "zod";
import { entryInForce, publishedEntry } from "../ch3-catalogue/index.ts";
import type { objection } from "../contract/forms.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/index.ts";
import { openingObjection } from "./article-40-objection.ts";
import { type OpeningPorts, publishCopy } from "./opening.ts";
import { type Message, publish } from "./publication.ts";

type Form = z.infer<typeof objection>;
type Step = Context<Form>;

/** Art. 40 running: evidence suspends in the same transaction; the portal refuses from its next request on. */
export function bindObjection(ports: OpeningPorts): BoundProcedure {
  const send = (step: Step, message: Message) => publish(step.tx, ports.seal, message, step.at);
  return bind(openingObjection, {
    title: async ({ tx, subject }) => `对“${(await openName(tx, subject)) ?? ""}”提出异议`,
    provider: async ({ tx, subject }) => (subject && (await publishedEntry(tx, subject))?.providerId) || null,
    subjectTitle: async ({ tx, subject }) => openName(tx, subject),
    guards: { datasetIsOpen, evidenceIsAttached, newDataSinceObjection },
    effects: {
      suspendOpening: (step) => suspend(step, send),
      suspendAgain: (step) => suspend(step, send),
      restoreOpening: (step) => restore(step, send),
      withdrawOpening: (step) => withdraw(step, send),
      republish: (step) => republish(ports, step),
    },
  });
}

type Send = (step: Step, message: Message) => Promise<void>;

/** Name of a dataset that is or was open, as it was published; null for any other entry, which the public may not know of. */
async function openName(db: Db | Tx, entryId: string | null): Promise<string | null> {
  if (entryId === null) return null;
  const copy = await db
    .selectFrom("opening.dataset as dataset")
    .innerJoin("opening.publication_log as log", "log.code", "dataset.code")
    .select(sql<string>`log.body ->> 'name'`.as("name"))
    .where("dataset.entry_id", "=", entryId)
    .where("log.kind", "=", "publish")
    .orderBy("log.seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return copy?.name ?? null;
}

/** The dataset, locked: suspending and restoring take turns. */
async function dataset({ tx, matter }: Pick<Step, "tx" | "matter">) {
  return tx
    .selectFrom("opening.dataset")
    .selectAll()
    .where("entry_id", "=", matter.subject?.id ?? "")
    .forUpdate()
    .executeTakeFirstOrThrow();
}

const datasetIsOpen: Guard<Form> = async (step) => {
  const { state } = await dataset(step);
  if (state === "withdrawn")
    return refuse("opening_withdrawn", "40", "本数据已经撤回；要再次开放，须重新办理数据开放审查发布");
};

/** Art. 40: opening is suspended on receipt of evidence; an objection without any does not suspend. */
const evidenceIsAttached: Guard<Form> = async (step) => {
  if (step.attachments.length === 0)
    return refuse("evidence_missing", "40", "请上传证据材料，如截图、原始凭证；没有证据不能中止开放", [
      { pointer: "/attachments", detail: "至少上传一份证据材料" },
    ]);
};

/** Opening after processing means new data: the copy that was objected to is not published again. */
const newDataSinceObjection: Guard<Form> = async (step) => {
  const { since } = await step.tx
    .selectFrom("opening.suspension")
    .select("since")
    .where("matter_id", "=", step.matter.id)
    .executeTakeFirstOrThrow();
  const newer = await step.tx
    .selectFrom("collection.batch")
    .select("id")
    .where("entry_id", "=", step.matter.subject?.id ?? "")
    .where("state", "=", "done")
    .where((eb) => eb.or([eb("inserted", ">", "0"), eb("updated", ">", "0"), eb("removed", ">", "0")]))
    .where("received_at", ">", since)
    .executeTakeFirst();
  if (newer === undefined)
    return refuse("nothing_new", "40", "异议之后没有新上传的数据；请先上传处理后的数据，再选择处理后开放");
};

/** What is withdrawn stays so, also when the bureau has it verified anew: the portal has no rows left to restore. */
async function suspend(step: Step, send: Send): Promise<void> {
  const { tx, matter, at } = step;
  const { entry_id, code, state } = await dataset(step);
  if (state === "withdrawn") return;
  await tx
    .insertInto("opening.suspension")
    .values({ matter_id: matter.id, entry_id, since: at, lifted_at: null })
    .onConflict((conflict) => conflict.column("matter_id").doUpdateSet({ since: at, lifted_at: null }))
    .execute();
  await setState(step, "suspended");
  const reason = `有人对本数据提出异议并提交证据（${matter.number}），提供单位正在核实，核实期间依法中止开放`;
  await send(step, { kind: "suspend", code, body: { reason, article: "40", since: toInstant(at) } });
}

async function restore(step: Step, send: Send): Promise<void> {
  const { code } = await dataset(step);
  if (await otherObjections(step)) return;
  await setState(step, "open");
  await send(step, { kind: "restore", code, body: {} });
}

async function withdraw(step: Step, send: Send): Promise<void> {
  const { code } = await dataset(step);
  await otherObjections(step);
  await setState(step, "withdrawn");
  const reason = "提供单位核实后已撤回这个数据集，不再开放";
  await send(step, {
    kind: "withdraw",
    code,
    body: { reason, article: "40", since: toInstant(step.at) },
  });
}

async function republish(ports: OpeningPorts, step: Step): Promise<void> {
  const { form, version } = await dataset(step);
  // Not held: the dataset is, and a withdrawal, which holds the entry, waits for it to take it off.
  const entry = await entryInForce(step.tx, step.matter.subject?.id ?? "");
  await publishCopy(ports, step, entry, form, version + 1);
  await step.tx
    .updateTable("opening.dataset")
    .set({ version: version + 1 })
    .where("entry_id", "=", step.matter.subject?.id ?? "")
    .execute();
  if (await otherObjections(step)) return keepSuspended(ports, step);
  await setState(step, "open");
}

/** Processed data answers this objection; while another is being verified the new copy stays suspended. */
async function keepSuspended(ports: OpeningPorts, step: Step): Promise<void> {
  const { code } = await dataset(step);
  const reason = "另有异议正在核实，核实期间依法中止开放";
  const body = { reason, article: "40", since: toInstant(step.at) };
  await publish(step.tx, ports.seal, { kind: "suspend", code, body }, step.at);
}

/** Lifts this matter's suspension; whether others of the same dataset remain. */
async function otherObjections({ tx, matter, at }: Step): Promise<boolean> {
  await tx
    .updateTable("opening.suspension")
    .set({ lifted_at: at })
    .where("matter_id", "=", matter.id)
    .execute();
  const other = await tx
    .selectFrom("opening.suspension")
    .select("matter_id")
    .where("entry_id", "=", matter.subject?.id ?? "")
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  return other !== undefined;
}

async function setState({ tx, matter }: Step, state: "open" | "suspended" | "withdrawn"): Promise<void> {
  await tx
    .updateTable("opening.dataset")
    .set({ state })
    .where("entry_id", "=", matter.subject?.id ?? "")
    .execute();
}
