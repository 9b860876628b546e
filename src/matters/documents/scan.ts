import { documentActLabel } from "../../contract/labels.zh.ts";
import type { Tx } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { uuid } from "../../platform/ids/index.ts";
import { officesOf } from "../actors.ts";
import type { Engine } from "../engine.ts";
import { clocks, takeFiles } from "../take.ts";
import { maySee, notFound } from "../visibility.ts";
import { scanBody } from "./evidence.ts";
import { mayAttachScan, revocationsOf } from "./list.ts";

const pictures: ReadonlySet<string> = new Set(["application/pdf", "image/png", "image/jpeg"]);

/**
 * Puts the scan of the stamped paper beside its document; the document stays as it was issued. One that was taken back
 * gets none.
 */
export async function attachScan(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  about: { readonly id: string; readonly document: string; readonly file: string },
): Promise<void> {
  if (!(await maySee(tx, caller, about.id))) throw notFound();
  const document = await tx
    .selectFrom("matters.document")
    .selectAll()
    .where("id", "=", about.document)
    .where("matter_id", "=", about.id)
    .executeTakeFirst();
  if (document === undefined) throw notFound();
  if (!mayAttachScan(caller, document, await officesOf(tx, engine.parties, caller))) {
    throw new Problem("not_the_holder", `盖章扫描件由制发单位（${document.party_name}）上传。`);
  }
  const revocation = (await revocationsOf(tx, about.id)).get(document.id);
  if (revocation !== undefined)
    throw new Problem(
      "document_revoked",
      `“${document.title}”已${documentActLabel[revocation.act]}，不能再附盖章扫描件；请附在现行有效的文书旁。`,
    );
  const [file] = await takeFiles(engine, tx, caller, [about.file]);
  if (file === undefined || !pictures.has(file.mediaType)) {
    throw new Problem("unsupported_media_type", "盖章扫描件须为 PDF、PNG 或者 JPG，请转换后重传。", {
      errors: [{ pointer: "/file", detail: "须为 PDF、PNG 或者 JPG" }],
    });
  }
  const { at } = await clocks(tx);
  const row = {
    id: uuid(),
    document_id: document.id,
    matter_id: about.id,
    file_id: file.id,
    name: file.name,
    bytes: file.bytes,
    media_type: file.mediaType,
    sm3: file.sm3,
    person_id: caller.personId,
    person_name: caller.personName,
    at,
  };
  const ref = `matters.document_scan:${row.id}`;
  const receipt = await engine.ledger.append(tx, { kind: "document", at, ref, body: scanBody(row) });
  const inserted = await tx
    .insertInto("matters.document_scan")
    .values({ ...row, receipt })
    .onConflict((conflict) => conflict.columns(["document_id", "file_id"]).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    throw new Problem("document_issued", "这份扫描件已经附在文书旁，不必再传。");
  }
}
