import type { z } from "zod";
import type { JsonObject } from "../../contract/json.ts";
import type {
  changeRecord,
  endRecord,
  enterRecord,
  RecordDetail,
  RegisterName,
  RegisterRecord,
} from "../../contract/record.ts";
import { clocks, formSchema, type LedgerPort, maySee, readForm } from "../../matters/index.ts";
import { toInstant } from "../../platform/clocks/index.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { takeFiles } from "../../platform/files/index.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { uuid } from "../../platform/ids/index.ts";
import { either, everybody, keptBy, type Register } from "./register.ts";
import { registers } from "./registers.ts";
import {
  filesOf,
  findStored,
  insertRecord,
  isReadable,
  lockRecord,
  recordsOfFile,
  type Stored,
  versionsOf,
  writeVersion,
} from "./store.ts";

export function registerOf(name: RegisterName): Register {
  const found = registers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no register ${name}`);
  return found;
}

/** The auditor reads every register, a keeper its own records, others what the register says. */
export function readableOf(register: Register, caller: Caller) {
  if (caller.roles.includes("auditor")) return everybody;
  return either(keptBy(caller), register.mayRead(caller));
}

export function showRecord(register: Register, caller: Caller, row: Stored): RegisterRecord {
  return {
    id: row.id,
    register: row.register,
    title: register.titleOf(row.content),
    version: row.version,
    content: { ...row.content },
    keeper: { id: row.keeperId, name: row.keeperName },
    changedAt: toInstant(row.at),
    ended: row.ended,
    mayChange: !row.ended && row.keeperId === caller.party.id && register.mayKeep(caller),
  };
}

const notFound = (): Problem => new Problem("not_found", "没有这条记录，或者您无权查看。");

async function readable(db: Db | Tx, caller: Caller, id: string): Promise<[Register, Stored]> {
  const row = await findStored(db, id);
  if (row === undefined) throw notFound();
  const register = registerOf(row.register);
  if (!(await isReadable(db, id, readableOf(register, caller)))) throw notFound();
  return [register, row];
}

/** A record with its history. @throws Problem `not_found` */
export async function viewRecord(db: Db | Tx, caller: Caller, id: string): Promise<RecordDetail> {
  const [register, row] = await readable(db, caller, id);
  const files = await filesOf(db, id);
  const history = (await versionsOf(db, id)).map((version) => ({
    version: version.version,
    at: toInstant(version.at),
    by: version.person_name,
    reason: version.reason,
    ended: version.ended,
    content: { ...version.content },
    receipt: version.receipt,
    attachments: files.get(version.version) ?? [],
  }));
  return {
    ...showRecord(register, caller, row),
    form: formSchema(register.form),
    matters: await ownMatters(db, caller, id),
    history,
  };
}

/** Matters a record speaks of that the caller may see; the others stay numbers in its text. */
async function ownMatters(db: Db | Tx, caller: Caller, id: string) {
  const rows = await db
    .selectFrom("parties.record_matter")
    .innerJoin("matters.matter as matter", "matter.id", "matter_id")
    .select(["matter.id", "matter.number", "matter.title"])
    .where("record_id", "=", id)
    .orderBy("matter.id")
    .execute();
  const seen = await Promise.all(rows.map((row) => maySee(db, caller, row.id)));
  return rows.filter((_, index) => seen[index] === true);
}

/** Enters a new record; its id. */
export async function enter(
  tx: Tx,
  ledger: LedgerPort,
  caller: Caller,
  given: z.output<typeof enterRecord>,
): Promise<string> {
  const register = registerOf(given.register);
  assertKeeper(register, caller);
  const id = uuid();
  const content = readForm(register.form, given.form, register.article);
  const { at, wallAt } = await clocks(tx);
  await assertAllowed(register, { tx, caller, content, record: null, at });
  await insertRecord(tx, id, register.name, caller.party.id);
  await writeVersion(tx, ledger, register.name, {
    record: id,
    version: 1,
    content,
    ended: false,
    reason: null,
    caller,
    at,
    wallAt,
    attachments: await takeFiles(tx, caller, given.attachments),
    matters: await mattersIn(tx, caller, content),
  });
  return id;
}

/** Enters a new version of a record: everything it states, with the reason for the change. */
export async function change(
  tx: Tx,
  ledger: LedgerPort,
  caller: Caller,
  id: string,
  given: z.output<typeof changeRecord>,
): Promise<void> {
  const [register, row] = await changeable(tx, caller, id, given.version);
  const content = readForm(register.form, given.form, register.article);
  const { at, wallAt } = await clocks(tx);
  await assertAllowed(register, { tx, caller, content, record: id, at });
  await writeVersion(tx, ledger, register.name, {
    record: id,
    version: row.version + 1,
    content,
    ended: false,
    reason: given.reason,
    caller,
    at,
    wallAt,
    attachments: await takeFiles(tx, caller, given.attachments),
    matters: await mattersIn(tx, caller, content),
  });
}

/** Ends a record; it stays readable with the reason. */
export async function end(
  tx: Tx,
  ledger: LedgerPort,
  caller: Caller,
  id: string,
  given: z.output<typeof endRecord>,
): Promise<void> {
  const [register, row] = await changeable(tx, caller, id, given.version);
  const { at, wallAt } = await clocks(tx);
  await writeVersion(tx, ledger, register.name, {
    record: id,
    version: row.version + 1,
    content: row.content,
    ended: true,
    reason: given.reason,
    caller,
    at,
    wallAt,
    attachments: [],
    matters: await mattersIn(tx, caller, row.content),
  });
}

async function changeable(tx: Tx, caller: Caller, id: string, version: number): Promise<[Register, Stored]> {
  await lockRecord(tx, id);
  const [register, row] = await readable(tx, caller, id);
  assertKeeper(register, caller);
  if (row.keeperId !== caller.party.id)
    throw new Problem("not_the_keeper", "这条记录由登记它的单位维护，请由该单位修改。", {
      article: register.article,
    });
  if (row.ended) throw new Problem("record_ended", "这条记录已经终止，不能再改。请另登记一条。");
  if (row.version !== version)
    throw new Problem("stale_version", "您看到的内容已经变化，本次修改没有生效。请刷新后再改。");
  return [register, row];
}

function assertKeeper(register: Register, caller: Caller): void {
  if (!register.mayKeep(caller))
    throw new Problem("not_the_keeper", `“${register.title}”不由您的岗位登记。${register.summary}`, {
      article: register.article,
    });
}

async function assertAllowed(register: Register, entry: Parameters<Register["check"]>[0]): Promise<void> {
  const refusal = await register.check(entry);
  if (refusal === undefined) return;
  const { code, detail, article, errors } = refusal;
  throw new Problem(code, detail, { article, errors });
}

/** The matters named by number in the field `matters`; each must be one that the caller may see. */
async function mattersIn(tx: Tx, caller: Caller, content: JsonObject): Promise<string[]> {
  const numbers = Array.isArray(content.matters) ? content.matters.map(String) : [];
  const ids: string[] = [];
  for (const [index, number] of numbers.entries()) {
    const row = await tx
      .selectFrom("matters.matter")
      .select("id")
      .where("number", "=", number)
      .executeTakeFirst();
    if (row === undefined || !(await maySee(tx, caller, row.id))) {
      const detail = `没有文号为“${number}”的办件，或者您无权查看`;
      throw new Problem("form_invalid", `${detail}。请改正后重新提交。`, {
        errors: [{ pointer: `/form/matters/${index}`, detail }],
      });
    }
    ids.push(row.id);
  }
  return [...new Set(ids)];
}

/** Whoever may read a record may read what is attached to it. */
export async function mayReadRecordFile(db: Db, caller: Caller, fileId: string): Promise<boolean> {
  for (const id of await recordsOfFile(db, fileId)) {
    const row = await findStored(db, id);
    if (row !== undefined && (await isReadable(db, id, readableOf(registerOf(row.register), caller))))
      return true;
  }
  return false;
}
