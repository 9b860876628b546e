import { createHash } from "node:crypto";
import type { z } from "zod";
import { holdingLabel, unitActLabel } from "../contract/labels.zh.ts";
import type {
  ChangeDone,
  ChangePreview,
  carryOut,
  holdingKind,
  UnitChange,
} from "../contract/reorganisation.ts";
import { civilDate } from "../law/deadlines.ts";
import { clocks, type LedgerPort } from "../matters/index.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { emit } from "../platform/events/index.ts";
import { takeFiles } from "../platform/files/index.ts";
import type { Holdings, Move } from "../platform/holdings.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { insertRecord, writeVersion } from "./registers/store.ts";
import { assertPossible, type Plan, planOf } from "./reorganisation-plan.ts";
import "./tables.ts";

export type UnitHoldings = Holdings<z.infer<typeof holdingKind>>;

export interface ReorganisationParts {
  readonly ledger: LedgerPort;
  /** Of every chapter, in the order in which they move: entries before what is about them begins anew. */
  readonly holdings: readonly UnitHoldings[];
  /** Tells the world, in the same transaction, under which names these units act from now on. */
  tellNames(tx: Tx, units: readonly string[], at: Date): Promise<void>;
}

/** How many things of one kind a preview names; of entries all, since each is given to a successor. */
const named = 100;

/** What would move, and the digest that holds the act to it. Refused where the act itself would be. */
export async function preview(db: Db | Tx, parts: ReorganisationParts, caller: Caller, change: UnitChange) {
  return (await look(db, parts, caller, change)).seen;
}

async function look(
  db: Db | Tx,
  { holdings }: ReorganisationParts,
  caller: Caller,
  change: UnitChange,
): Promise<{ plan: Plan; seen: ChangePreview }> {
  const plan = await planOf(db, change);
  assertPossible(plan, caller, change, civilDate(await lawNow(db)));
  const found: ChangePreview["holdings"] = [];
  // Who gets which entry is said only after the preview.
  const digest = createHash("sha256").update(JSON.stringify({ ...change, entries: undefined }));
  for (const unit of change.act === "rename" ? [] : plan.from)
    for (const { kind, held } of holdings) {
      const items = await held(db, unit.id);
      if (items.length === 0) continue;
      digest.update(JSON.stringify([unit.id, kind, items.map(({ id }) => id)]));
      const { id, name } = unit;
      const shown = kind === "entries" ? items : items.slice(0, named);
      found.push({ unit: { id, name }, kind, count: items.length, items: shown });
    }
  return { plan, seen: { digest: digest.digest("hex"), holdings: found } };
}

/** Carries out what was shown, all or nothing. Returns the record of it. */
export async function reorganise(
  tx: Tx,
  parts: ReorganisationParts,
  caller: Caller,
  { change, digest, attachments }: z.output<typeof carryOut>,
): Promise<ChangeDone> {
  await tx
    .selectFrom("parties.party")
    .select("id")
    .where("id", "in", partiesOf(change))
    .orderBy("id")
    .forUpdate()
    .execute();
  const { plan, seen } = await look(tx, parts, caller, change);
  if (seen.digest !== digest)
    throw new Problem("change_outdated", "预览之后，要移交的内容有变化。请重新预览，核对后再办理。");
  assertEntriesGiven(change, seen);
  if (change.act === "end") assertHoldsNothing(plan, seen);
  const { at, wallAt } = await clocks(tx);
  const updatesBefore = await openUpdates(tx);
  const by = { caller, at };
  if (change.act === "rename") await rename(tx, change, at);
  else await moveAll(tx, parts, plan, change, by);
  await parts.tellNames(
    tx,
    [...plan.from, ...plan.to].map(({ id }) => id),
    at,
  );
  const record = uuid();
  const files = await takeFiles(tx, caller, attachments);
  await insertRecord(tx, record, "reorganisations", caller.party.id);
  const content = contentOf(plan, change, seen);
  const written = { record, version: 1, content, ended: false, reason: null, caller, at, wallAt };
  await writeVersion(tx, parts.ledger, "reorganisations", { ...written, attachments: files, matters: [] });
  for (const unit of plan.from)
    await emit(tx, {
      type: "parties.reorganised",
      version: 1,
      aggregate: `party:${unit.id}`,
      body: {
        act: change.act,
        unit: unit.id,
        successors: plan.to.map(({ id }) => id),
        effectiveOn: change.effectiveOn,
        record,
      },
    });
  return { record, updates: (await openUpdates(tx)) - updatesBefore };
}

const partiesOf = (change: UnitChange): string[] =>
  change.act === "merge"
    ? [...change.units, change.into]
    : change.act === "split"
      ? [change.unit, ...change.successors]
      : [change.unit];

/** On a split every entry is given to a successor by hand: which function went where is nobody's guess. */
function assertEntriesGiven(change: UnitChange, seen: ChangePreview): void {
  if (change.act !== "split") return;
  const entries = seen.holdings.filter(({ kind }) => kind === "entries").flatMap(({ items }) => items);
  const errors = entries
    .filter(({ id }) => !change.successors.includes(change.entries[id] ?? ""))
    .map(({ id, title }) => ({ pointer: `/change/entries/${id}`, detail: `请为“${title}”选择承接单位` }));
  if (errors.length > 0)
    throw new Problem("entries_unassigned", `还有 ${errors.length} 个目录没有指明由哪个单位承接`, {
      article: "13¶1",
      errors,
    });
}

function assertHoldsNothing({ from }: Plan, { holdings }: ChangePreview): void {
  if (holdings.length === 0) return;
  const held = holdings.map(({ kind, count }) => `${holdingLabel[kind]} ${count} 项`).join("，");
  throw new Problem(
    "unit_in_use",
    `“${from[0]?.name ?? ""}”还有：${held}。请用合并或者拆分把它们移交给承接单位，不能直接撤销。`,
  );
}

async function rename(tx: Tx, change: UnitChange & { act: "rename" }, at: Date): Promise<void> {
  const { unit, name, shortName } = change;
  const { name: former } = await tx
    .selectFrom("parties.party")
    .select("name")
    .where("id", "=", unit)
    .executeTakeFirstOrThrow();
  await tx.insertInto("parties.former_name").values({ party_id: unit, name: former, until: at }).execute();
  await tx.updateTable("parties.party").set({ name, short_name: shortName }).where("id", "=", unit).execute();
}

async function moveAll(
  tx: Tx,
  { holdings }: ReorganisationParts,
  plan: Plan,
  change: Exclude<UnitChange, { act: "rename" }>,
  { caller, at }: { caller: Caller; at: Date },
): Promise<void> {
  const { effectiveOn, basis } = change;
  const entries = change.act === "split" ? change.entries : {};
  for (const unit of plan.from) {
    const move: Move = {
      from: unit.id,
      rest: plan.rest ?? unit.id,
      entries,
      effectiveOn,
      basis,
      by: caller,
      at,
    };
    if (plan.rest !== null) for (const holding of holdings) await holding.move(tx, move);
    const heirs = plan.to.filter(({ id }) => id !== unit.id);
    if (heirs.length > 0)
      await tx
        .insertInto("parties.succession")
        .values(
          heirs.map(({ id }) => ({
            predecessor_id: unit.id,
            successor_id: id,
            kind: change.act === "split" ? ("split" as const) : ("merger" as const),
            at,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    if (!plan.to.some(({ id }) => id === unit.id))
      await tx.updateTable("parties.party").set({ active_until: at }).where("id", "=", unit.id).execute();
  }
}

async function openUpdates(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom("matters.matter")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("kind", "=", "catalogue-update")
    .where("outcome", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function contentOf({ from, to }: Plan, change: UnitChange, { holdings }: ChangePreview) {
  const before = from.map(({ name }) => name);
  const after = change.act === "rename" ? [change.name] : to.map(({ name }) => name);
  return {
    title: `${before.join("、")}${unitActLabel[change.act]}`.slice(0, 300),
    effectiveOn: change.effectiveOn,
    basis: change.basis,
    before,
    after,
    moved: holdings
      .map(({ unit, kind, count }) => `${unit.name}：${holdingLabel[kind]} ${count} 项`)
      .join("；")
      .slice(0, 2000),
  };
}
