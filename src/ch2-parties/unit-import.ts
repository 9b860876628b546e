import { isCreditCode } from "../contract/credit-code.ts";
import type { ImportNote } from "../contract/entry-import.ts";
import { partyKindLabel } from "../contract/labels.zh.ts";
import { insideKinds, type PartyKind, partyKind } from "../contract/roles.ts";
import type { UnitImport } from "../contract/unit-import.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { type Book, columnLetters, writeSheets } from "../platform/sheets/index.ts";
import { addParties } from "./directory.ts";
import { works } from "./registers/register.ts";
import { keeps } from "./unit-register.ts";
import "./tables.ts";

const sheetName = "单位";
const titles = {
  name: "单位全称",
  shortName: "简称",
  uscc: "统一社会信用代码",
  kind: "种类",
  region: "区划代码",
} as const;
type Field = keyof typeof titles;
const fields: readonly Field[] = ["name", "shortName", "uscc", "kind", "region"];
const help: Record<Field, string> = {
  name: "按批准的名称填全称；已有单位改名请办理“机构变动”",
  shortName: "单据上用的简称",
  uscc: "18 位；按它认出已有的单位，重复上传不会重复登记",
  kind: insideKinds.map((kind) => partyKindLabel[kind]).join("、"),
  region: "六位数字；没有国标代码的开发区照平台的代码填",
};

/** The organisation table to be filled in, with the units the bureau has already. */
export async function unitTemplate(db: Db | Tx, caller: Caller): Promise<Uint8Array> {
  const units = await existing(db);
  return writeSheets([
    {
      name: sheetName,
      columns: fields.map((field) => ({
        title: titles[field],
        width: field === "name" ? 36 : 22,
        help: help[field],
      })),
      rows: units
        .filter((unit) => unit.endedAt === null && keeps(caller, unit))
        .map((unit) => [unit.name, unit.shortName, unit.uscc ?? "", partyKindLabel[unit.kind], unit.region]),
    },
  ]);
}

/** Checks the table against the register and, where asked and without an error, enters it. */
export async function importUnits(tx: Tx, caller: Caller, book: Book, apply: boolean): Promise<UnitImport> {
  if (caller.party.kind !== "authority" || !works(caller))
    throw new Problem("not_the_authority", "机构表由数据局导入。", { article: "8(1)" });
  // One import at a time: of two that bring the same unit the second finds it.
  if (apply)
    await tx.selectFrom("parties.party").select("id").where("id", "=", caller.party.id).forUpdate().execute();
  const reading = readRows(book);
  const checking = check(reading, await existing(tx), await regionsOf(tx), caller);
  const notes = [...reading.notes, ...checking.notes];
  const errors = notes.filter(({ severity }) => severity === "error").length;
  const applied = apply && errors === 0;
  if (applied) {
    await addParties(tx, await lawNow(tx), checking.create);
    for (const { id, shortName } of checking.update)
      await tx.updateTable("parties.party").set({ short_name: shortName }).where("id", "=", id).execute();
  }
  const { create, update, unchanged } = checking;
  return { counts: { create: create.length, update: update.length, unchanged, errors }, notes, applied };
}

interface Row {
  readonly number: number;
  readonly values: Record<Field, string>;
}
interface Reading {
  readonly rows: readonly Row[];
  readonly notes: readonly ImportNote[];
  readonly letters: Record<Field, string>;
}

function readRows(book: Book): Reading {
  const letters: Record<Field, string> = { name: "A", shortName: "B", uscc: "C", kind: "D", region: "E" };
  const whole = (detail: string): Reading => ({
    rows: [],
    letters,
    notes: [{ sheet: sheetName, row: 1, column: "", title: "", severity: "error", detail, article: null }],
  });
  const sheet = book.sheets.find(({ name, hidden }) => name === sheetName && !hidden);
  if (sheet === undefined) return whole(`没有名为“${sheetName}”的表，请下载模板填写`);
  const [head, ...body] = sheet.rows;
  const places = fields.map((field) => head?.cells.findIndex((cell) => cell.trim() === titles[field]) ?? -1);
  const missing = fields.filter((_, at) => (places[at] ?? -1) < 0);
  if (missing.length > 0)
    return whole(`第一行缺少栏目：${missing.map((field) => titles[field]).join("、")}，请照模板填写`);
  const place = (field: Field) => places[fields.indexOf(field)] ?? 0;
  for (const field of fields) letters[field] = columnLetters(place(field));
  const rows = body
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""))
    .map(({ number, cells }) => {
      const cell = (field: Field) => (cells[place(field)] ?? "").trim();
      const [name, shortName, uscc] = [cell("name"), cell("shortName"), cell("uscc")];
      return { number, values: { name, shortName, uscc, kind: cell("kind"), region: cell("region") } };
    });
  if (rows.length === 0) return whole("表里没有单位，请从第二行起填写");
  const notes = book.notes
    .filter((note) => note.sheet === sheetName)
    .map(({ row, column, severity, detail }) => ({
      ...{ sheet: sheetName, row, column, severity, detail, article: null },
      title: titles[fields.find((field) => letters[field] === column) ?? "name"],
    }));
  return { rows, notes, letters };
}

type Existing = Awaited<ReturnType<typeof existing>>[number];
type Region = Awaited<ReturnType<typeof regionsOf>>[number];

interface Checking {
  readonly create: Parameters<typeof addParties>[2][number][];
  readonly update: { id: string; shortName: string }[];
  unchanged: number;
  readonly notes: ImportNote[];
}

function check(
  { rows, letters }: Reading,
  units: readonly Existing[],
  regions: readonly Region[],
  caller: Caller,
) {
  const checking: Checking = { create: [], update: [], unchanged: 0, notes: [] };
  const seen = new Map<string, number>();
  for (const row of rows) {
    const faults = faultsOf(row, units, regions, caller, seen, checking);
    for (const [field, detail] of faults)
      checking.notes.push({
        ...{ sheet: sheetName, row: row.number, column: letters[field], title: titles[field] },
        ...{ severity: "error", detail, article: null },
      });
    if (faults.length === 0) take(row, units, regions, checking);
  }
  return checking;
}

function faultsOf(
  { number, values }: Row,
  units: readonly Existing[],
  regions: readonly Region[],
  caller: Caller,
  seen: Map<string, number>,
  { create }: Checking,
): [Field, string][] {
  const { name, shortName, uscc, region } = values;
  const kind = kindOf(values.kind);
  const faults: [Field, string][] = [];
  if (name === "" || [...name].length > 200) faults.push(["name", "请填写单位全称，不超过 200 个字"]);
  if (shortName === "" || [...shortName].length > 100)
    faults.push(["shortName", "请填写简称，不超过 100 个字"]);
  if (!isCreditCode(uscc)) faults.push(["uscc", "统一社会信用代码不对，请核对 18 位代码和末位校验码"]);
  if (kind === undefined) faults.push(["kind", `没有这个种类，请填：${help.kind}`]);
  if (!regions.some(({ code }) => code === region)) faults.push(["region", "没有这个区划，请核对区划代码"]);
  else if (!keeps(caller, { region }))
    faults.push(["region", "不在本行政区域，请由它所在地的数据局或者市数据局导入"]);
  for (const [field, value] of [
    ["name", name],
    ["uscc", uscc],
  ] as const) {
    const before = seen.get(`${field} ${value}`);
    if (before !== undefined && value !== "") faults.push([field, `与第 ${before} 行重复，请只留一行`]);
    else seen.set(`${field} ${value}`, number);
  }
  if (faults.length > 0) return faults;
  const own = units.find((unit) => unit.uscc === uscc);
  const namesake = units.find((unit) => unit.name === name && unit.uscc !== uscc && unit.endedAt === null);
  if (namesake !== undefined) faults.push(["name", "已有同名单位，但统一社会信用代码不同，请核对"]);
  if (own === undefined) {
    const single = kind === "authority" || kind === "government" || kind === "service-agency";
    const other = [...units.filter(({ endedAt }) => endedAt === null), ...create].find(
      (unit) => unit.kind === kind && unit.region === region,
    );
    if (single && other !== undefined)
      faults.push(["kind", `本区域已有“${other.name}”，一个区域只有一个${values.kind}`]);
    return faults;
  }
  if (own.endedAt !== null) faults.push(["uscc", `“${own.name}”已经撤销，不能再登记`]);
  if (own.name !== name) faults.push(["name", `平台上是“${own.name}”，更名请办理“机构变动”`]);
  if (own.kind !== kind) faults.push(["kind", `平台上是“${partyKindLabel[own.kind]}”，种类不能用导入改`]);
  if (own.region !== region) faults.push(["region", `平台上是 ${own.region}，区划不能用导入改`]);
  return faults;
}

function take(
  { values }: Row,
  units: readonly Existing[],
  regions: readonly Region[],
  checking: Checking,
): void {
  const { name, shortName, uscc, region } = values;
  const own = units.find((unit) => unit.uscc === uscc);
  const kind = kindOf(values.kind);
  if (own !== undefined) {
    if (own.shortName === shortName) checking.unchanged += 1;
    else checking.update.push({ id: own.id, shortName });
  } else if (kind !== undefined) {
    const level = regions.find(({ code }) => code === region)?.level ?? "county";
    checking.create.push({ name, shortName, uscc, kind, level, region });
  }
}

const kindOf = (label: string): PartyKind | undefined => {
  const kind = partyKind.options.find((one) => partyKindLabel[one] === label);
  return insideKinds.find((one) => one === kind);
};

const existing = (db: Db | Tx) =>
  db
    .selectFrom("parties.party")
    .select(["id", "name", "short_name as shortName", "uscc", "kind", "region", "active_until as endedAt"])
    .where("kind", "in", [...insideKinds])
    .orderBy("region")
    .orderBy("id")
    .execute();

const regionsOf = (db: Db | Tx) => db.selectFrom("parties.region").select(["code", "level"]).execute();
