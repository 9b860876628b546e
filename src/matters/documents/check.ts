import type { CheckedDocument } from "../../contract/document.ts";
import { civilDate } from "../../law/deadlines.ts";
import type { Db } from "../../platform/db/tables.ts";
import { Problem } from "../../platform/http/problem.ts";
import { boundOf, type Engine, stateOf } from "../engine.ts";
import type { DocumentRow } from "./tables.ts";
import "./tables.ts";

/**
 * What the code on a paper tells anybody: which document it is, of which office and day, where its matter stands, and
 * the digest to compare the file with. Nobody's name, nothing of its content; no code, no answer.
 */
export async function checked(engine: Engine, db: Db, code: string): Promise<CheckedDocument> {
  const row = await db
    .selectFrom("matters.document as document")
    .innerJoin("matters.matter as matter", "matter.id", "document.matter_id")
    .selectAll("document")
    .select(["matter.kind as procedure", "matter.number as matterNumber", "state", "outcome", "next_due"])
    .where("document.code", "=", code)
    .executeTakeFirst();
  if (row === undefined) {
    throw new Problem("not_found", "没有这个查验码的文书，请核对纸面上的查验码（不含字母 I、L、O、U）。");
  }
  const { kind } = await engine.parties.party(db, row.party_id);
  return {
    code: row.code,
    kind: row.kind,
    title: row.title,
    number: row.number ?? row.matterNumber,
    office: kind === "citizen" ? null : row.party_name,
    date: civilDate(row.at),
    state: stateOf(boundOf(engine, row.procedure).procedure, row.state).title,
    closed: row.outcome !== null,
    dueOn: row.next_due,
    bytes: row.bytes,
    sm3: row.sm3,
    receipt: row.kind === "certificate" ? row.receipt : null,
    ...(await standing(db, row, row.matterNumber)),
  };
}

/** Whether it is still in force, what stands in its place, and in whose place it stands. */
async function standing(
  db: Db,
  { id, replaces }: DocumentRow,
  matterNumber: string,
): Promise<Pick<CheckedDocument, "revocation" | "replaces">> {
  const revoked = await db
    .selectFrom("matters.document_revocation")
    .select(["act", "at", "receipt"])
    .where("document_id", "=", id)
    .executeTakeFirst();
  const others = await db
    .selectFrom("matters.document")
    .select(["id", "number", "code"])
    .where((eb) => eb.or([eb("replaces", "=", id), eb("id", "=", replaces)]))
    .execute();
  const shown = (found: (typeof others)[number] | undefined) =>
    found === undefined ? null : { number: found.number ?? matterNumber, code: found.code };
  return {
    revocation:
      revoked === undefined
        ? null
        : {
            act: revoked.act,
            date: civilDate(revoked.at),
            receipt: revoked.receipt,
            replacedBy: shown(others.find((one) => one.id !== replaces)),
          },
    replaces: shown(others.find((one) => one.id === replaces)),
  };
}
