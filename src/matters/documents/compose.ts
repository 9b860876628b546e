import type { JsonObject } from "../../contract/json.ts";
import { documentActLabel } from "../../contract/labels.zh.ts";
import { chineseCitation } from "../../law/citation.ts";
import { civilDate } from "../../law/deadlines.ts";
import type { DocumentRule, Procedure } from "../../law/language.ts";
import type { Block, Cell, Paper } from "../../platform/pdf/index.ts";
import type { Party } from "../ports.ts";
import type { MatterRow, StepRow } from "../tables.ts";
import type { Replaced } from "./issue.ts";
import { chineseDate, inWords, type Stated, statedInWords } from "./words.ts";

/** Everything a document says; the same content gives the same paper. */
export interface Content {
  readonly rule: DocumentRule<string>;
  readonly procedure: Procedure;
  readonly matter: MatterRow;
  /** All steps in order, and the one that the document is of. */
  readonly steps: readonly StepRow[];
  readonly step: StepRow;
  readonly starter: Party;
  readonly issuer: Party;
  /** What stands above a letter of the issuer. */
  readonly letterhead: string;
  readonly addressee: string | null;
  readonly number: string | null;
  /** What only this document states. */
  readonly form: JsonObject;
  readonly names: ReadonlyMap<string, string>;
  /** What the chapter adds about the matter; a certificate prints it. */
  readonly facts: readonly Stated[];
  readonly attachments: readonly string[];
  readonly at: Date;
  readonly code: string;
  /** Address of the public check page of this document. */
  readonly address: string;
  /** Name of the Measures, as it is cited. */
  readonly measures: string;
  /** The document taken back in whose place this one stands. */
  readonly replaces: Omit<Replaced, "id"> | null;
}

const letters: ReadonlySet<string> = new Set(["notice", "reasons", "order"]);

export function compose(content: Content): Paper {
  const { rule, issuer, number, matter, at } = content;
  const isLetter = letters.has(rule.kind);
  return {
    style: isLetter ? "letter" : "form",
    title: rule.title,
    author: issuer.name,
    subject: number ?? matter.number,
    at,
    blocks: [...bodyOf(content), check(content)],
  };
}

function bodyOf(content: Content): Block[] {
  if (content.rule.kind === "certificate") return certificate(content);
  return letters.has(content.rule.kind) ? letter(content) : form(content);
}

/** To whom it is given, what was stated, and what it certifies. */
function certificate(content: Content): Block[] {
  const { rule, number, matter, starter, issuer, procedure, names, facts, at } = content;
  const stated = inWords(procedure.form, matter.form, names);
  return [
    { type: "title", text: rule.title },
    { type: "number", text: number ?? matter.number },
    { type: "salutation", text: `${starter.name}：` },
    { type: "paragraph", text: rule.says ?? "" },
    {
      ...two([
        ...stated,
        ...facts,
        { label: "办件编号", value: matter.number },
        ...replacing(content),
        { label: "依据", value: basisOf(content) },
      ]),
      apart: true,
    },
    { type: "signature", office: issuer.name, date: dateOf(at) },
  ];
}

const basisOf = ({ rule, measures }: Content): string => {
  const places = rule.cites === undefined ? [] : [`《${measures}》${chineseCitation(rule.cites)}`];
  return [...places, ...(rule.basis === undefined ? [] : [rule.basis])].join("；");
};

/** Which document it stands in place of, for whoever holds the old one in hand. */
function replacing({ replaces }: Content): Stated[] {
  if (replaces === null) return [];
  const { number, code, act } = replaces;
  return [{ label: "替代", value: `${number ?? `查验码 ${code} 的文书`}，原文书${documentActLabel[act]}` }];
}

const dateOf = (at: Date): string => chineseDate(civilDate(at));
/** Quotation marks inside quotation marks are single. */
const quoted = (text: string): string => text.replaceAll("“", "‘").replaceAll("”", "’");
const isPerson = ({ kind }: Party): boolean => kind === "citizen";

function letter(content: Content): Block[] {
  const { rule, issuer, letterhead, addressee, number, matter, step, procedure, starter, at, names } =
    content;
  const who = isPerson(starter) ? "您" : "你单位";
  const paragraph = (text: string): Block => ({ type: "paragraph", text });
  const stated = [...particulars(content), ...statedInWords(rule.form, content.form, names)];
  const outcome =
    step.action === "opens" ? [] : [`办理结果：${procedure.steps[step.action]?.title ?? step.title}。`];
  // Whoever is no party of the matter has asked for nothing.
  const received =
    typeof rule.to === "object"
      ? ""
      : `${who}于${dateOf(matter.received_at)}提出的“${quoted(matter.title)}”（办件编号：${matter.number}）收悉。`;
  return [
    { type: "letterhead", text: letterhead },
    ...(number === null ? [] : [{ type: "number", text: number } as const]),
    { type: "title", text: rule.title },
    ...(addressee === null ? [] : [{ type: "salutation", text: `${addressee}：` } as const]),
    paragraph(`${received}${rule.says ?? ""}`),
    ...outcome.map(paragraph),
    ...stated.flatMap(({ label, value }) =>
      value.includes("\n")
        ? [paragraph(`${label}：`), ...value.split("\n").map(paragraph)]
        : [paragraph(`${label}：${value}`)],
    ),
    ...(step.reasons === null ? [] : step.reasons.split(/\r?\n/).map(paragraph)),
    ...(rule.closing === undefined ? [] : [paragraph(rule.closing)]),
    ...replacing(content).map(({ value }) => paragraph(`本文书替代${value}。`)),
    paragraph(`依据：${basisOf(content)}。`),
    { type: "signature", office: issuer.name, date: dateOf(at) },
  ];
}

/** What the step stated; for the opening what it is about and what was asked. */
function particulars({ step, procedure, matter, names }: Content): Stated[] {
  if (step.action !== "opens") return statedInWords(procedure.steps[step.action]?.form, step.form, names);
  const subject = matter.subject_title === null ? [] : [{ label: "对象", value: matter.subject_title }];
  return [...subject, ...statedInWords(procedure.form, matter.form, names)];
}

const label = (text: string): Cell => ({ text, label: true });
const two = (rows: readonly Stated[]): Extract<Block, { type: "table" }> => ({
  type: "table",
  widths: [3.2, 10.8],
  rows: rows.map(({ label: name, value }) => [label(name), { text: value }]),
});

function form(content: Content): Block[] {
  const { rule, number, matter, starter, procedure, names, attachments, issuer, at } = content;
  const head: Block[] = [
    { type: "title", text: rule.title },
    { type: "number", text: number === null ? `办件编号：${matter.number}` : number },
    {
      type: "table",
      widths: [3.2, 4.8, 2, 4],
      rows: [
        [label("事项"), { text: procedure.title }, label("办件编号"), { text: matter.number }],
        [
          label(isPerson(starter) ? "申请人" : "申请单位"),
          { text: starter.name },
          label("提出日期"),
          { text: dateOf(matter.received_at) },
        ],
        [
          label("办理对象"),
          { text: matter.subject_title ?? "—" },
          label("经办人"),
          { text: matter.started_by_name },
        ],
      ],
    },
  ];
  const seal = `${isPerson(issuer) ? `申请人（签名）：${issuer.name}` : `${issuer.name}（盖章）`}\n${dateOf(at)}`;
  return [
    ...head,
    two([
      ...inWords(procedure.form, matter.form, names),
      { label: "附件", value: attachments.join("\n") || "无" },
      ...replacing(content),
      { label: "依据", value: basisOf(content) },
    ]),
    ...body(content),
    { type: "table", widths: [1], rows: [[{ text: `\n${seal}`, align: "right" }]] },
  ];
}

/** What the kind of form adds: the course of an approval, the answers of a review, an assessment. */
function body(content: Content): Block[] {
  const { rule, procedure, step, steps, form: own, names } = content;
  if (rule.kind === "application-form") return [];
  if (rule.kind !== "approval-form") {
    // Where the document states something of its own, that is what it is of.
    const stated =
      rule.form === undefined
        ? inWords(procedure.steps[step.action]?.form, step.form, names)
        : inWords(rule.form, own, names);
    return [two(stated)];
  }
  const rows = steps.map((taken): Cell[] => [
    { text: taken.action === "opens" ? "提出" : taken.title },
    { text: [taken.party_name ?? "平台", taken.person_name ?? "自动办理"].join("\n") },
    { text: opinionOf(taken, procedure, names) },
    { text: dateOf(taken.at) },
  ]);
  return [{ type: "table", widths: [3, 4, 5, 3], head: ["环节", "单位、经办人", "意见", "日期"], rows }];
}

function opinionOf(step: StepRow, procedure: Procedure, names: ReadonlyMap<string, string>): string {
  const declared = step.action === "opens" ? undefined : procedure.steps[step.action]?.form;
  const stated = statedInWords(declared, step.form, names);
  const lines = stated.map(
    ({ label: name, value }) => `${name}：${value.includes("\n") ? `\n${value}` : value}`,
  );
  return [...lines, ...(step.reasons === null ? [] : [step.reasons])].join("\n") || "—";
}

function check({ code, address }: Content): Block {
  const site = address.slice(0, address.lastIndexOf("/"));
  return {
    type: "check",
    address,
    words: [
      `查验码：${code}`,
      `扫码，或者打开 ${site} 输入查验码，可查验本文书的编号、制发单位、日期，并核对文件未被改动。`,
    ],
  };
}
