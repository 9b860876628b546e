import { civilDate } from "../../law/deadlines.ts";
import type { Tx } from "../../platform/db/tables.ts";
import { keepFile } from "../../platform/files/index.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { checkCode, uuid } from "../../platform/ids/index.ts";
import { type Cell, render } from "../../platform/pdf/index.ts";
import { type DocumentPorts, standingOf, writeDocument } from "../documents/issue.ts";
import { chineseDate } from "../documents/words.ts";
import { clocks } from "../take.ts";

const title = "办件受理回执";

/** What the applicant takes home: number, due date, what was handed in, and the code to follow it by. */
export async function issueReceipt(
  ports: DocumentPorts,
  tx: Tx,
  officer: Caller,
  id: string,
  keep: (fileId: string) => void,
): Promise<void> {
  const { engine } = ports;
  const { matter, procedure, steps } = await standingOf(engine, tx, officer, id);
  const [step] = steps;
  if (step === undefined) throw new Error(`matter ${matter.number} was not opened`);
  const starter = await engine.parties.party(tx, matter.starter_party);
  const files = await tx
    .selectFrom("matters.matter_attachment")
    .select("name")
    .where("matter_id", "=", id)
    .orderBy("file_id")
    .execute();
  const { at, wallAt } = await clocks(tx);
  const code = checkCode();
  const label = (text: string): Cell => ({ text, label: true });
  const rows: readonly (readonly [string, string])[] = [
    ["办件编号", matter.number],
    ["事项", `${procedure.title}（${matter.title}）`],
    ["申请人", starter.name],
    ["收到日期", chineseDate(civilDate(matter.received_at))],
    ["办理时限", matter.next_due === null ? "办法没有规定天数" : `${chineseDate(matter.next_due)}前`],
    ["收到的材料", files.map(({ name }) => name).join("\n") || "无"],
    ["接收窗口", `${officer.party.name}（窗口代录：${officer.personName}）`],
  ];
  const pdf = await render({
    style: "form",
    title,
    author: officer.party.name,
    subject: matter.number,
    at,
    blocks: [
      { type: "title", text: title },
      { type: "table", widths: [3, 11], rows: rows.map(([name, text]) => [label(name), { text }]) },
      { type: "signature", office: officer.party.name, date: chineseDate(civilDate(at)) },
      {
        type: "check",
        address: `${ports.publicUrl}/check/${code}`,
        words: [
          `查验码：${code}`,
          `扫码，或者打开 ${ports.publicUrl}/check 输入查验码，可以查询办到哪一步。`,
        ],
      },
    ],
  });
  const name = `${title} ${matter.number}.pdf`;
  const file = await keepFile(tx, ports.store, officer, { name, mediaType: "application/pdf", content: pdf });
  keep(file.id);
  const rule = { kind: "receipt", title } as const;
  const issued = { id: uuid(), matter, step, name: "windowReceipt", rule, number: null, code, form: {} };
  await writeDocument(engine, tx, officer, { ...issued, at, wallAt, file, replaces: null });
}
