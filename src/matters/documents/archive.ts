import { createHash } from "node:crypto";
import { PassThrough, type Readable } from "node:stream";
import Papa from "papaparse";
import { ZipFile } from "yazl";
import { documentActLabel } from "../../contract/labels.zh.ts";
import { civilDate } from "../../law/deadlines.ts";
import { toInstant } from "../../platform/clocks/index.ts";
import type { Db } from "../../platform/db/tables.ts";
import type { FileStore } from "../../platform/files/index.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { render } from "../../platform/pdf/index.ts";
import type { MatterRow, StepRow } from "../tables.ts";
import { type DocumentPorts, standingOf } from "./issue.ts";
import { issuedOf, revocationsOf, scansOf } from "./list.ts";
import { stepReceipt } from "./step-receipt.ts";
import type { RevocationRow } from "./tables.ts";
import { chineseDate } from "./words.ts";

interface Member {
  readonly path: string;
  readonly what: string;
  readonly at: Date;
  readonly sm3: string;
  readonly content: { readonly made: Buffer } | { readonly file: string; readonly bytes: string };
}

/**
 * The set of a matter (案卷) as one ZIP archive: list of contents, documents and their scans, attachments, the receipt
 * of every step. Files are read one after the other while it is sent. Whoever may see the matter may have it.
 */
export async function archiveOf(
  { engine, store }: DocumentPorts,
  db: Db,
  caller: Caller,
  id: string,
): Promise<{ name: string; stream: Readable }> {
  const { matter, steps } = await standingOf(engine, db, caller, id);
  const members = [
    ...(await documentsIn(db, id)),
    ...(await attachmentsIn(db, id, steps)),
    ...(await receiptsIn(db, caller, id, steps)),
  ];
  const zip = new ZipFile();
  const stream = new PassThrough();
  zip.on("error", (error: Error) => stream.destroy(error));
  zip.addBuffer(await listAsPdf(matter, members), "目录.pdf", { mtime: matter.received_at });
  zip.addBuffer(listAsCsv(members), "目录.csv", { mtime: matter.received_at });
  for (const member of members) add(zip, store, member);
  zip.end();
  zip.outputStream.pipe(stream);
  return { name: `案卷 ${matter.number}.zip`, stream };
}

function add(zip: ZipFile, store: FileStore, { path, at, content }: Member): void {
  if ("made" in content) {
    zip.addBuffer(content.made, path, { mtime: at });
    return;
  }
  const options = { mtime: at, size: Number(content.bytes), compress: false };
  zip.addReadStreamLazy(path, options, (give) => give(null, store.read(content.file)));
}

/** A name that no system takes for a path, numbered so that two of one name stand side by side. */
const place = (folder: string, n: number, name: string): string =>
  `${folder}/${String(n + 1).padStart(2, "0")} ${name.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, "_").slice(-120)}`;

async function documentsIn(db: Db, id: string): Promise<Member[]> {
  const scans = Map.groupBy(await scansOf(db, id), ({ document_id }) => document_id);
  const revocations = await revocationsOf(db, id);
  const files = (await issuedOf(db, id)).flatMap((row) => [
    {
      ...row,
      name: row.file_name,
      what: `${row.title}　${row.party_name}${takenBack(revocations.get(row.id))}`,
    },
    ...(scans.get(row.id) ?? []).map((scan) => ({ ...scan, what: `${row.title}（盖章扫描件）` })),
  ]);
  return files.map(({ name, what, at, sm3, file_id, bytes }, n) => ({
    path: place("文书", n, name),
    what,
    at,
    sm3,
    content: { file: file_id, bytes },
  }));
}

const takenBack = (revocation: RevocationRow | undefined): string =>
  revocation === undefined
    ? ""
    : `（${chineseDate(civilDate(revocation.at))}已${documentActLabel[revocation.act]}）`;

async function attachmentsIn(db: Db, id: string, steps: readonly StepRow[]): Promise<Member[]> {
  const rows = await db
    .selectFrom("matters.matter_attachment")
    .selectAll()
    .where("matter_id", "=", id)
    .orderBy("file_id")
    .execute();
  return rows.flatMap(({ step_id, name, sm3, file_id, bytes }, n) => {
    const step = steps.find((one) => one.id === step_id);
    if (step === undefined) return [];
    const content = { file: file_id, bytes };
    return [{ path: place("附件", n, name), what: `附件：${step.title}`, at: step.at, sm3, content }];
  });
}

async function receiptsIn(db: Db, caller: Caller, id: string, steps: readonly StepRow[]): Promise<Member[]> {
  const members: Member[] = [];
  for (const [n, step] of steps.entries()) {
    const { name, text } = await stepReceipt(db, caller, id, String(step.seq));
    const made = Buffer.from(text);
    members.push({
      path: place("存证", n, name),
      what: `存证回执：${step.title}`,
      at: step.at,
      sm3: createHash("sm3").update(made).digest("hex"),
      content: { made },
    });
  }
  return members;
}

const heading = ["序号", "文件", "内容", "日期", "SM3 摘要"];

function listAsCsv(members: readonly Member[]): Buffer {
  const data = members.map(({ path, what, at, sm3 }, n) => [String(n + 1), path, what, toInstant(at), sm3]);
  const text = Papa.unparse({ fields: heading, data }, { newline: "\r\n", escapeFormulae: true });
  return Buffer.from(`\uFEFF${text}\r\n`);
}

function listAsPdf(matter: MatterRow, members: readonly Member[]): Promise<Buffer> {
  const rows = members.map(({ path, what, at, sm3 }, n) =>
    [String(n + 1), path, what, chineseDate(civilDate(at)), sm3].map((text) => ({ text })),
  );
  return render({
    style: "form",
    title: "案卷目录",
    author: "公数",
    subject: matter.number,
    at: matter.received_at,
    blocks: [
      { type: "title", text: "案卷目录" },
      { type: "salutation", text: `${matter.number}　${matter.title}` },
      { type: "table", widths: [1, 4.4, 3, 3, 4], head: heading, rows, apart: true },
    ],
  });
}
