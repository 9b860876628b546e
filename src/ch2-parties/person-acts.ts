import type { JsonObject } from "../contract/json.ts";
import type { PersonAct, RecordedAct } from "../contract/person.ts";
import type { LedgerPort } from "../matters/index.ts";
import { lawNow, toInstant, wallNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { uuid } from "../platform/ids/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import "./tables.ts";

interface NewAct {
  readonly person: string;
  readonly act: PersonAct;
  /** What was done, in words: a name of an account, a post; never a code or secret. */
  readonly detail: string;
  readonly reason: string | null;
  readonly caller: Caller;
}

/** Puts an administrator's act on record, with its leaf in the same transaction. */
export async function recordAct(tx: Tx, ledger: LedgerPort, given: NewAct): Promise<void> {
  const { person, act, detail, reason, caller } = given;
  const row = {
    id: uuid(),
    person_id: person,
    act,
    detail,
    reason,
    by_person: caller.personId,
    by_name: caller.personName,
    at: await lawNow(tx),
    wall_at: wallNow(),
  };
  const ref = `parties.person_act:${row.id}`;
  const receipt = await ledger.append(tx, { kind: "record", at: row.at, ref, body: bodyOf(row) });
  await tx
    .insertInto("parties.person_act")
    .values({ ...row, receipt })
    .execute();
}

interface Written {
  readonly id: string;
  readonly person_id: string;
  readonly act: PersonAct;
  readonly detail: string;
  readonly reason: string | null;
  readonly by_person: string;
  readonly by_name: string;
  readonly at: Date;
  readonly wall_at: Date;
}

function bodyOf({ at, wall_at, ...row }: Written): JsonObject {
  return { ...row, at: at.toISOString(), wall_at: wall_at.toISOString() };
}

/** Acts, newest first, of all persons or one. */
export async function listActs(
  db: Db,
  wanted: { person?: string | undefined; before?: string | undefined; limit: number },
): Promise<RecordedAct[]> {
  let acts = db
    .selectFrom("parties.person_act as act")
    .innerJoin("parties.person as person", "person.id", "act.person_id")
    .selectAll("act")
    .select("person.name")
    .orderBy("act.id", "desc")
    .limit(wanted.limit);
  if (wanted.person !== undefined) acts = acts.where("act.person_id", "=", wanted.person);
  if (wanted.before !== undefined) acts = acts.where("act.id", "<", wanted.before);
  return (await acts.execute()).map((row) => ({
    id: row.id,
    person: { id: row.person_id, name: row.name },
    act: row.act,
    detail: row.detail,
    reason: row.reason,
    by: { id: row.by_person, name: row.by_name },
    at: toInstant(row.at),
    receipt: row.receipt,
  }));
}

/** Acts read anew, for refs `parties.person_act:<id>`. */
export const personActEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("parties.person_act")
      .selectAll()
      .where("id", "in", [...ids])
      .execute();
    return new Map(rows.map(({ receipt: _, ...row }) => [row.id, bodyOf(row)]));
  },
};
