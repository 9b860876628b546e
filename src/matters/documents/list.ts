import type { IssuableDocument, IssuedDocument, MatterDocuments } from "../../contract/document.ts";
import { chineseCitation } from "../../law/citation.ts";
import type { DocumentRule } from "../../law/language.ts";
import { toInstant } from "../../platform/clocks/index.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { mayAct, officesOf } from "../actors.ts";
import { formSchema } from "../forms.ts";
import {
  addresseeOf,
  type DocumentPorts,
  isInTime,
  isIssuedAnew,
  mayIssue,
  seriesOf,
  standingOf,
  stepFor,
  stepsOf,
} from "./issue.ts";
import { mayRevoke } from "./revoke.ts";
import type { DocumentRow, RevocationRow, ScanRow } from "./tables.ts";

/** The documents of a matter, and those that the caller's office may issue now. @throws Problem `not_found` */
export async function documentsOf(
  ports: DocumentPorts,
  db: Db | Tx,
  caller: Caller,
  id: string,
): Promise<MatterDocuments> {
  const { engine } = ports;
  const { matter, procedure, steps } = await standingOf(engine, db, caller, id);
  const about = { starter: matter.starter_party, provider: matter.provider_party };
  const documents = await issuedOf(db, id);
  const scans = Map.groupBy(await scansOf(db, id), ({ document_id }) => document_id);
  const revocations = await revocationsOf(db, id);
  const issuable: IssuableDocument[] = [];
  for (const [name, rule] of Object.entries(procedure.documents ?? {})) {
    const step = stepFor(rule, steps);
    const last = documents.findLast((one) => one.name === name && one.step_id === step?.id);
    const revocation = last && revocations.get(last.id);
    const stands = last !== undefined && !(revocation && isIssuedAnew(revocation.act, matter));
    if (step === undefined || stands || !isInTime(rule, matter)) continue;
    if (!(await mayIssue(engine, db, caller, rule, matter))) continue;
    issuable.push({
      name,
      kind: rule.kind,
      title: rule.title,
      article: rule.cites === undefined ? null : chineseCitation(rule.cites),
      series: seriesOf(ports, caller, rule),
      to: await addresseeOf(engine, db, rule, about),
      form: rule.form === undefined ? null : formSchema(rule.form),
    });
  }
  const offices = await officesOf(db, engine.parties, caller);
  const items = documents.map((row) => {
    const revocation = revocations.get(row.id);
    const heir = documents.find(({ replaces }) => replaces === row.id);
    return {
      ...shown(row, scans.get(row.id) ?? [], revocation === undefined && mayAttachScan(caller, row, offices)),
      revocation: revocation === undefined ? null : takenBack(revocation, heir),
      mayRevoke: revocation === undefined && mayRevoke(caller, row, offices),
    };
  });
  return { items, issuable };
}

/** How documents of a matter were taken back, by document. */
export async function revocationsOf(db: Db | Tx, id: string): Promise<ReadonlyMap<string, RevocationRow>> {
  const rows = await db
    .selectFrom("matters.document_revocation")
    .selectAll()
    .where("matter_id", "=", id)
    .execute();
  return new Map(rows.map((row) => [row.document_id, row]));
}

const takenBack = (
  { act, reason, party_id, party_name, person_id, person_name, at, receipt }: RevocationRow,
  heir: DocumentRow | undefined,
): NonNullable<IssuedDocument["revocation"]> => ({
  act,
  reason,
  party: { id: party_id, name: party_name },
  by: { id: person_id, name: person_name },
  at: toInstant(at),
  receipt,
  replacedBy: heir === undefined ? null : { id: heir.id, number: heir.number, code: heir.code },
});

export const issuedOf = (db: Db | Tx, id: string): Promise<DocumentRow[]> =>
  db.selectFrom("matters.document").selectAll().where("matter_id", "=", id).orderBy("id").execute();

/** The document of that name which was issued for the step the matter is at, neither made void nor revoked. */
export async function documentInForce(
  db: Db | Tx,
  matter: string,
  name: string,
  rule: DocumentRule<string>,
): Promise<DocumentRow | undefined> {
  const step = stepFor(rule, await stepsOf(db, matter));
  if (step === undefined) return undefined;
  return db
    .selectFrom("matters.document as document")
    .leftJoin("matters.document_revocation as revocation", "revocation.document_id", "document.id")
    .selectAll("document")
    .where("document.step_id", "=", step.id)
    .where("document.name", "=", name)
    .where("revocation.id", "is", null)
    .executeTakeFirst();
}

export const scansOf = (db: Db | Tx, id: string): Promise<ScanRow[]> =>
  db.selectFrom("matters.document_scan").selectAll().where("matter_id", "=", id).orderBy("id").execute();

function shown(
  row: DocumentRow,
  scans: readonly ScanRow[],
  mayAttach: boolean,
): Omit<IssuedDocument, "revocation" | "mayRevoke"> {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    title: row.title,
    number: row.number,
    code: row.code,
    party: { id: row.party_id, name: row.party_name },
    by: { id: row.person_id, name: row.person_name },
    at: toInstant(row.at),
    file: {
      id: row.file_id,
      name: row.file_name,
      bytes: row.bytes,
      mediaType: "application/pdf",
      sm3: row.sm3,
    },
    receipt: row.receipt,
    scans: scans.map((scan) => ({
      id: scan.file_id,
      name: scan.name,
      bytes: scan.bytes,
      mediaType: scan.media_type,
      sm3: scan.sm3,
      by: { id: scan.person_id, name: scan.person_name },
      at: toInstant(scan.at),
    })),
    mayAttachScan: mayAttach,
  };
}

/** An official of the office that issued it, or of the one it merged into. */
export const mayAttachScan = (caller: Caller, row: DocumentRow, offices: ReadonlySet<string>): boolean =>
  mayAct(caller) && offices.has(row.party_id);
