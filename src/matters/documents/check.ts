import type { CheckedDocument } from "../../contract/document.ts";
import { civilDate } from "../../law/deadlines.ts";
import type { Db } from "../../platform/db/tables.ts";
import { Problem } from "../../platform/http/problem.ts";
import { boundOf, type Engine, stateOf } from "../engine.ts";
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
  };
}
