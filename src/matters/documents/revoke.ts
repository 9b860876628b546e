import type { z } from "zod";
import type { revokeDocument } from "../../contract/document.ts";
import { documentActLabel } from "../../contract/labels.zh.ts";
import type { Tx } from "../../platform/db/tables.ts";
import { emit } from "../../platform/events/index.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { uuid } from "../../platform/ids/index.ts";
import { mayAct, officesOf } from "../actors.ts";
import type { Engine } from "../engine.ts";
import { clocks } from "../take.ts";
import { maySee, notFound } from "../visibility.ts";
import { revocationBody } from "./evidence.ts";
import { standingOf } from "./issue.ts";
import type { DocumentRow } from "./tables.ts";
import "./tables.ts";

/**
 * An official of the office that issued it, or of the one it merged into (`offices`, see `officesOf`); a receipt tells
 * what was handed in, which nobody can take back.
 */
export const mayRevoke = (
  caller: Caller,
  { party_id, kind }: DocumentRow,
  offices: ReadonlySet<string>,
): boolean => mayAct(caller) && offices.has(party_id) && kind !== "receipt";

/**
 * Takes a document back: `void` for a faulty paper, to be issued anew under another number; `revoked` for one that
 * shall not be at all. Row, number and file stay; the act has a leaf of its own and the check page tells it.
 * @throws Problem `not_found`, `not_the_holder`, `document_stays`, `document_revoked`
 */
export async function revoke(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  about: { readonly id: string; readonly document: string },
  { act, reason }: z.output<typeof revokeDocument>,
): Promise<void> {
  const document = await documentOf(engine, tx, caller, about);
  if (act === "revoked") await assertNothingRestsOnIt(engine, tx, caller, document);
  const { at, wallAt } = await clocks(tx);
  const row = {
    id: uuid(),
    document_id: document.id,
    matter_id: about.id,
    act,
    reason,
    party_id: caller.party.id,
    party_name: caller.party.name,
    person_id: caller.personId,
    person_name: caller.personName,
    at,
    wall_at: wallAt,
  };
  const ref = `matters.document_revocation:${row.id}`;
  const receipt = await engine.ledger.append(tx, { kind: "document", at, ref, body: revocationBody(row) });
  const { numInsertedOrUpdatedRows: inserted } = await tx
    .insertInto("matters.document_revocation")
    .values({ ...row, receipt })
    .onConflict((conflict) => conflict.column("document_id").doNothing())
    .executeTakeFirst();
  if (inserted === 0n)
    throw new Problem("document_revoked", `“${document.title}”已经作废或者撤销，请刷新后查看。`);
  const { title, number } = document;
  await emit(tx, {
    type: "matters.document.revoked",
    version: 1,
    aggregate: `matter:${about.id}`,
    body: { revocation: row.id, matter: about.id, office: caller.party.id, act, title, number },
  });
}

/** @throws Problem `document_stays` */
async function assertNothingRestsOnIt(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  { matter_id, name, title }: DocumentRow,
): Promise<void> {
  const { matter, procedure } = await standingOf(engine, tx, caller, matter_id);
  if (matter.outcome !== "done" || procedure.documents?.[name]?.foundation !== true) return;
  throw new Problem(
    "document_stays",
    `本件的决定以“${title}”为依据，不能撤销。内容有误的，请作废后重新制发；不应再共享的，请办理使用权限的终止。`,
  );
}

async function documentOf(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  { id, document }: { readonly id: string; readonly document: string },
): Promise<DocumentRow> {
  if (!(await maySee(tx, caller, id))) throw notFound();
  const row = await tx
    .selectFrom("matters.document")
    .selectAll()
    .where("id", "=", document)
    .where("matter_id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw notFound();
  if (row.kind === "receipt")
    throw new Problem("document_stays", "受理回执记的是收到了什么材料，不能作废、撤销。");
  if (!mayRevoke(caller, row, await officesOf(tx, engine.parties, caller)))
    throw new Problem(
      "not_the_holder",
      `文书由制发单位（${row.party_name}）${documentActLabel.void}、${documentActLabel.revoked}。`,
    );
  return row;
}
