import { sql } from "kysely";
import type { z } from "zod";
import type { documentKind, issueDocument } from "../../contract/document.ts";
import type { JsonObject } from "../../contract/json.ts";
import { civilDate } from "../../law/deadlines.ts";
import type { DocumentKind, DocumentRule, Procedure } from "../../law/language.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import type { FileStore } from "../../platform/files/index.ts";
import { keepFile } from "../../platform/files/index.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { checkCode, uuid } from "../../platform/ids/index.ts";
import { render } from "../../platform/pdf/index.ts";
import { mayAct, officesOf, partyOf } from "../actors.ts";
import { boundOf, type Engine, viewOf } from "../engine.ts";
import { noForm, readForm } from "../forms.ts";
import { takeNumber } from "../start.ts";
import type { MatterRow, StepRow } from "../tables.ts";
import { clocks } from "../take.ts";
import { maySee, notFound } from "../visibility.ts";
import { compose } from "./compose.ts";
import { documentBody } from "./evidence.ts";
import type { RevocationRow } from "./tables.ts";
import "./tables.ts";

/** What documents need of the city and of the platform around them; the composition fills it. */
export interface DocumentPorts {
  readonly engine: Engine;
  readonly store: FileStore;
  /** Scheme and authority the world sees. */
  readonly publicUrl: string;
  /** Name of the Measures, as it is cited. */
  readonly measures: string;
  /** 机关代字 of an office, as it begins its numbers. */
  officeSign(partyName: string): string;
  /** What stands above the letters of an office. */
  letterhead(partyName: string): string;
}

/** The sign of the kind in a document's number; an application form goes by the number of its matter. */
const signs: Readonly<Record<DocumentKind, string | null>> = {
  "application-form": null,
  "approval-form": "审",
  "secrecy-review": "保",
  "impact-assessment": "评",
  certificate: "证",
  notice: "通",
  reasons: "告",
  order: "决",
};

/** A document taken back, as its replacement names it. */
export interface Replaced {
  readonly id: string;
  readonly number: string | null;
  readonly code: string;
  readonly act: RevocationRow["act"];
}

interface Standing {
  readonly matter: MatterRow;
  readonly procedure: Procedure;
  readonly steps: readonly StepRow[];
}

export async function standingOf(engine: Engine, db: Db | Tx, caller: Caller, id: string): Promise<Standing> {
  const matter = await db.selectFrom("matters.matter").selectAll().where("id", "=", id).executeTakeFirst();
  if (matter === undefined || !(await maySee(db, caller, id))) throw notFound();
  return { matter, procedure: boundOf(engine, matter.kind).procedure, steps: await stepsOf(db, id) };
}

export const stepsOf = (db: Db | Tx, matter: string): Promise<StepRow[]> =>
  db.selectFrom("matters.step").selectAll().where("matter_id", "=", matter).orderBy("seq").execute();

/** The step that a document is of: the last one of those after which it is issued. */
export const stepFor = (rule: DocumentRule<string>, steps: readonly StepRow[]): StepRow | undefined =>
  steps.findLast(({ action }) => rule.after.includes(action));

/** Whether the matter still stands where the document makes sense. */
export const isInTime = (rule: DocumentRule<string>, { state }: MatterRow): boolean =>
  rule.in === "any" || rule.in.includes(state);

/**
 * Whether another takes the place of one taken back: of a faulty one always; of one that should not have been only
 * while the matter is open, where a step may still wait for it.
 */
export const isIssuedAnew = (act: RevocationRow["act"], { outcome }: MatterRow): boolean =>
  act === "void" || outcome === null;

function tooLate(rule: DocumentRule<string>, procedure: Procedure, { state }: MatterRow): Problem {
  const named = (name: string): string => `“${procedure.states[name]?.title ?? name}”`;
  const states = rule.in === "any" ? [] : rule.in.map(named);
  return new Problem(
    "document_past",
    `“${rule.title}”只在办件处于${states.join("、")}时制发，本件现在是${named(state)}，不能再制发。请刷新后看现在可以制发的文书。`,
    { article: rule.cites },
  );
}

/** Whether the caller acts for the office that issues it, or for the one it merged into. */
export async function mayIssue(
  engine: Engine,
  db: Db | Tx,
  caller: Caller,
  rule: DocumentRule<string>,
  matter: MatterRow,
): Promise<boolean> {
  if (!mayAct(caller)) return false;
  const about = { starter: matter.starter_party, provider: matter.provider_party };
  const office = await partyOf(db, engine.parties, rule.by, about);
  return office !== null && (await officesOf(db, engine.parties, caller)).has(office);
}

/**
 * Issues a declared document: number, PDF, row and ledger leaf in one transaction, so that no number is missing and
 * none is without its document. `keep` is told the file, to take it away where the transaction fails.
 */
export async function issue(
  ports: DocumentPorts,
  tx: Tx,
  caller: Caller,
  id: string,
  input: z.output<typeof issueDocument>,
  keep: (fileId: string) => void,
): Promise<void> {
  const { engine } = ports;
  const { matter, procedure, steps } = await standingOf(engine, tx, caller, id);
  const rules = procedure.documents ?? {};
  // A name that every object inherits, such as `constructor`, names no document.
  const rule = Object.hasOwn(rules, input.name) ? rules[input.name] : undefined;
  if (rule === undefined) throw new Problem("not_found", "这种事项没有这份文书，请刷新后重试。");
  if (!(await mayIssue(engine, tx, caller, rule, matter))) {
    throw new Problem("not_the_holder", `“${rule.title}”不由本单位制发，请由制发单位办理。`, {
      article: rule.cites,
    });
  }
  const step = stepFor(rule, steps);
  if (step === undefined) {
    throw new Problem("document_not_due", `“${rule.title}”在相应环节办理之后才能制发。`, {
      article: rule.cites,
    });
  }
  if (!isInTime(rule, matter)) throw tooLate(rule, procedure, matter);
  const before = await toReplace(tx, matter, step, input.name, rule);
  const form = readForm(rule.form ?? noForm, input.form, rule.cites);
  const { at, wallAt } = await clocks(tx);
  const number = await numberOf(ports, tx, caller, rule, at);
  const code = checkCode();
  const bound = boundOf(engine, matter.kind);
  const about = { starter: matter.starter_party, provider: matter.provider_party };
  const content = {
    rule,
    procedure,
    matter,
    steps,
    step,
    starter: await engine.parties.party(tx, matter.starter_party),
    issuer: await engine.parties.party(tx, caller.party.id),
    letterhead: ports.letterhead(caller.party.name),
    addressee: await addresseeOf(engine, tx, rule, about),
    number,
    form,
    names: await bound.names(tx, matter.subject_id, matter.form),
    facts: await bound.facts(tx, viewOf(matter), caller),
    attachments: await attachmentNames(tx, id),
    at,
    code,
    address: `${ports.publicUrl}/check/${code}`,
    measures: ports.measures,
    replaces: before,
  };
  const name = `${rule.title} ${number ?? matter.number}.pdf`;
  const pdf = await render(compose(content));
  const file = await keepFile(tx, ports.store, caller, { name, mediaType: "application/pdf", content: pdf });
  keep(file.id);
  const issued = { id: uuid(), matter, step, name: input.name, rule, number, code, form, at, wallAt, file };
  const replaces = before?.id ?? null;
  await writeDocument(engine, tx, caller, { ...issued, replaces });
}

/**
 * The document taken back whose place a new one takes. The lock lets a second officer of the office wait and then be
 * told, instead of failing on the row.
 * @throws Problem `document_issued` while one is in force, `document_revoked` where it shall not be at all
 */
async function toReplace(
  tx: Tx,
  matter: MatterRow,
  step: StepRow,
  name: string,
  rule: DocumentRule<string>,
): Promise<Replaced | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${step.id} ${name}`}, 0))`.execute(tx);
  const known = await tx
    .selectFrom("matters.document as document")
    .leftJoin("matters.document_revocation as revocation", "revocation.document_id", "document.id")
    .select(["document.id", "document.number", "document.code", "revocation.act"])
    .where("step_id", "=", step.id)
    .where("name", "=", name)
    .orderBy("document.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (known === undefined) return null;
  const { act, ...document } = known;
  if (act !== null) {
    if (isIssuedAnew(act, matter)) return { ...document, act };
    throw new Problem(
      "document_revoked",
      `“${rule.title}”已经撤销，本件办结后不再制发；只是内容有误的，应当作废后重发。`,
      {
        article: rule.cites,
      },
    );
  }
  throw new Problem(
    "document_issued",
    `“${rule.title}”已经制发${known.number === null ? "" : `（${known.number}）`}，不再重复编号；请在“文书与附件”下载。`,
    { article: rule.cites },
  );
}

async function numberOf(
  ports: DocumentPorts,
  tx: Tx,
  caller: Caller,
  rule: DocumentRule<string>,
  at: Date,
): Promise<string | null> {
  const series = seriesOf(ports, caller, rule);
  return series === null ? null : takeNumber(tx, series, Number(civilDate(at).slice(0, 4)));
}

/** What stands before the year in the office's numbers of this kind; null where the number of the matter serves. */
export function seriesOf(
  ports: DocumentPorts,
  caller: Caller,
  { kind }: DocumentRule<string>,
): string | null {
  const sign = signs[kind];
  return sign === null ? null : `${ports.officeSign(caller.party.name)}${sign}`;
}

export async function addresseeOf(
  engine: Engine,
  tx: Db | Tx,
  { to }: DocumentRule<string>,
  about: { starter: string; provider: string | null },
): Promise<string | null> {
  if (to === undefined) return null;
  if (typeof to !== "string") return to.words;
  const id = await partyOf(tx, engine.parties, to, about);
  return id === null ? null : (await engine.parties.party(tx, id)).name;
}

async function attachmentNames(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("matters.matter_attachment")
    .select("name")
    .where("matter_id", "=", id)
    .orderBy("file_id")
    .execute();
  return rows.map(({ name }) => name);
}

interface Issued {
  readonly id: string;
  readonly matter: MatterRow;
  readonly step: StepRow;
  readonly name: string;
  readonly rule: { readonly kind: z.infer<typeof documentKind>; readonly title: string };
  readonly number: string | null;
  readonly code: string;
  readonly form: JsonObject;
  readonly at: Date;
  readonly wallAt: Date;
  readonly replaces: string | null;
  readonly file: { readonly id: string; readonly name: string; readonly bytes: string; readonly sm3: string };
}

export async function writeDocument(engine: Engine, tx: Tx, caller: Caller, issued: Issued): Promise<void> {
  const { id, matter, step, rule, file } = issued;
  const row = {
    id,
    matter_id: matter.id,
    step_id: step.id,
    name: issued.name,
    kind: rule.kind,
    title: rule.title,
    number: issued.number,
    code: issued.code,
    party_id: caller.party.id,
    party_name: caller.party.name,
    person_id: caller.personId,
    person_name: caller.personName,
    at: issued.at,
    wall_at: issued.wallAt,
    file_id: file.id,
    file_name: file.name,
    bytes: file.bytes,
    sm3: file.sm3,
    replaces: issued.replaces,
  };
  const body = documentBody({ ...row, form: issued.form });
  const receipt = await engine.ledger.append(tx, {
    kind: "document",
    at: issued.at,
    ref: `matters.document:${id}`,
    body,
  });
  await tx
    .insertInto("matters.document")
    .values({ ...row, form: JSON.stringify(issued.form), receipt })
    .execute();
}
