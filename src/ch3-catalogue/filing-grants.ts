import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { modesOfFormat, sharingMode } from "../contract/entry.ts";
import { leavesInClear } from "../contract/file-sharing.ts";
import type { PlannedGrant } from "../contract/filing.ts";
import { dataFormatLabel, grantStateLabel, sharingModeLabel } from "../contract/labels.zh.ts";
import { dayBefore, type Fault, text } from "./filing-cells.ts";
import {
  approvedOnTitle,
  approverTitle,
  documentTitle,
  type grantColumns,
  grantTitles,
  oldCodeTitle,
} from "./filing-columns.ts";
import type { KnownEntry } from "./filing-matching.ts";
import type { FilledGrant } from "./filing-source.ts";
import type { FiledBefore, FilingUnit } from "./filing-standing.ts";
import type { PlannedLine } from "./sheets-findings.ts";

interface Given {
  readonly entries: ReadonlyMap<string, KnownEntry>;
  /** Filed before, by old number. */
  readonly grants: ReadonlyMap<string, FiledBefore>;
  readonly units: ReadonlyMap<string, FilingUnit>;
  readonly today: string;
  /** Civil day on which the platform went into use. */
  readonly inUseSince: string;
  readonly columns: typeof grantColumns;
  say(
    row: number,
    title: string,
    detail: string,
    severity?: "error" | "warning",
    article?: string | null,
  ): void;
}

/** What each standing grant comes to, by its old number. Nothing is granted that the entry does not allow. */
export class GrantMatching {
  readonly #given: Given;
  readonly #rows = new Map<string, number>();

  constructor(given: Given) {
    this.#given = given;
  }

  /** Undefined where the row is refused. */
  plan(filled: FilledGrant): PlannedLine | undefined {
    let sound = true;
    const fault: Fault = (title, detail, article = null) => {
      sound = false;
      this.#given.say(filled.row, title, detail, "error", article);
    };
    const grant = this.#read(filled, fault);
    if (grant === undefined || !sound) return undefined;
    const before = this.#given.grants.get(grant.number);
    if (before === undefined) return { line: filled.row, action: "create", grant };
    const { filed } = before;
    const { holderId, state } = before.live;
    if (filed.entryId !== grant.entryId || holderId !== grant.holder.id)
      fault(grantTitles.number, "这个编号已备案为另一目录或者另一单位的权限，请核对。", "27¶1");
    const same = isDeepStrictEqual(termsOf(filed), termsOf(grant));
    if (state !== "active") {
      const now = `这项使用权限现为“${grantStateLabel[state]}”`;
      if (same) this.#given.say(filled.row, grantTitles.number, `${now}，本行不写入。`, "warning", "31");
      else fault(grantTitles.number, `${now}，不能以再次备案变更；请从表中删去这一行。`, "31");
    }
    return sound ? { line: filled.row, action: same ? "unchanged" : "update", grant } : undefined;
  }

  #read(filled: FilledGrant, fault: Fault): PlannedGrant | undefined {
    const { cell, row } = filled;
    const { entries, units, inUseSince } = this.#given;
    const number = text(cell(grantTitles.number), grantTitles.number, 100, fault);
    const earlier = this.#rows.get(number);
    if (earlier !== undefined && number !== "")
      fault(grantTitles.number, `与第 ${earlier} 行相同，请只留一行。`);
    this.#rows.set(number, row);
    const approval = {
      approvedOn: dayBefore(
        cell(approvedOnTitle),
        { day: inUseSince, instead: "此后的使用权限须由使用单位申请共享", article: "27¶1" },
        fault,
      ),
      approver: text(cell(approverTitle), approverTitle, 200, fault),
      document: text(cell(documentTitle), documentTitle, 200, fault),
    };
    const scenario = text(cell(grantTitles.scenario), grantTitles.scenario, 1000, fault);
    const scope = cell(grantTitles.scope);
    const stated = [...scope].length;
    if (stated > 500)
      fault(grantTitles.scope, `${grantTitles.scope}有 ${stated} 个字，不能超过 500 个字；请写简短些。`);
    const holder = units.get(cell(grantTitles.holder));
    if (holder === undefined)
      fault(grantTitles.holder, "单位名录里没有这个单位，请写现用全称；机构已合并、改名的写现在的单位。");
    else if (!holder.uses)
      fault(grantTitles.holder, "这类单位不能申请共享，不能持有使用权限；请核对使用单位。", "27¶1");
    const oldCode = cell(oldCodeTitle);
    const entry = entries.get(oldCode);
    if (entry === undefined)
      fault(oldCodeTitle, "本批次和已备案的目录里都没有这个原目录代码，或者那一行目录还有错。");
    const modes = this.#modes(cell(grantTitles.modes), entry, fault);
    const until = this.#until(row, cell(grantTitles.until), entry, fault);
    const columns = entry === undefined ? [] : columnsOf(cell(grantTitles.columns), entry, fault);
    if (entry !== undefined && modes.includes("file")) wholeOnly(entry, columns, fault);
    if (holder === undefined || entry === undefined) return undefined;
    if (holder.id === entry.providerId)
      fault(grantTitles.holder, "提供单位使用自己的数据，不需要权限。", "27¶1");
    return {
      number,
      entryId: entry.id,
      oldCode,
      entryName: entry.content.name,
      holder: { id: holder.id, name: holder.name },
      scenario,
      scope,
      modes,
      columns,
      until,
      ...approval,
    };
  }

  #value(title: string, cell: string, fault: Fault): unknown {
    const read = this.#given.columns.find((column) => column.title === title)?.read(cell, new Map());
    if (read === undefined) return undefined;
    if ("fault" in read) fault(title, read.fault);
    return "value" in read ? read.value : undefined;
  }

  #modes(cell: string, entry: KnownEntry | undefined, fault: Fault): PlannedGrant["modes"] {
    if (entry?.content.sharingClass === "not-shared")
      fault(oldCodeTitle, "这个目录属于不予共享，不能有使用权限。", "24(3)");
    const modes = z
      .array(sharingMode)
      .catch([])
      .parse(this.#value(grantTitles.modes, cell, fault));
    if (modes.length === 0) fault(grantTitles.modes, "请填写共享方式。", "27¶1");
    if (entry !== undefined && modes.some((mode) => !entry.content.sharingModes.includes(mode)))
      fault(grantTitles.modes, "目录没有列明这种共享方式，请核对目录。", "27¶1");
    else if (entry !== undefined) fitting(modes, entry, fault);
    return modes;
  }

  /** Conditional data until a day that is still to come; unconditional data without end (Art. 63). */
  #until(row: number, cell: string, entry: KnownEntry | undefined, fault: Fault): string | null {
    const value = this.#value(grantTitles.until, cell, fault);
    const until = typeof value === "string" ? value : null;
    if (entry === undefined) return until;
    if (entry.content.sharingClass !== "conditional") {
      if (until !== null)
        this.#given.say(row, grantTitles.until, "无条件共享不设期限，备案后不到期。", "warning", "63");
      return null;
    }
    if (cell === "") fault(grantTitles.until, "有条件共享须写明授权截止日期。", "27¶2(2)");
    else if (until !== null && until < this.#given.today)
      fault(grantTitles.until, "已经到期的权限不再备案，请从表中删去。", "27¶2(2)");
    return until;
  }
}

/** What makes a grant another one; names of units and entries change without it. */
const termsOf = ({ holder: _holder, entryName: _entryName, ...terms }: PlannedGrant) => terms;

function columnsOf(cell: string, { content }: KnownEntry, fault: Fault): string[] {
  const known = content.items.map(({ column }) => column);
  const asked = [...new Set(cell.split(/[\s、，,;；]+/).filter((part) => part !== ""))];
  const unknown = asked.filter((column) => !known.includes(column));
  if (unknown.length > 0)
    fault(grantTitles.columns, `目录里没有字段 ${unknown.join("、").slice(0, 80)}，请写字段名。`, "27¶1");
  return asked.length === 0 ? known : asked;
}

/** Files are given as files, and what is none is not. */
function fitting(modes: PlannedGrant["modes"], { content }: KnownEntry, fault: Fault): void {
  const format = content.format ?? "table";
  const unfit = modes.filter((mode) =>
    mode === "file" ? format !== "file" : !modesOfFormat[format].includes(mode),
  );
  if (unfit.length > 0)
    fault(
      grantTitles.modes,
      `目录的数据格式是${dataFormatLabel[format]}，不能以“${unfit.map((mode) => sharingModeLabel[mode]).join("、")}”方式共享。`,
      "12¶5",
    );
}

/** Files leave whole (Art. 11 ¶3): with every item, none of which is to be masked or kept back. */
function wholeOnly({ content }: KnownEntry, columns: readonly string[], fault: Fault): void {
  if (content.format !== "file") return;
  const held = content.items.filter((item) => !leavesInClear(item)).map(({ name }) => name);
  if (held.length > 0)
    fault(
      grantTitles.modes,
      `文件只能整份提供，而“${held.join("、")}”须脱敏或者只能核验，不能以文件方式共享。`,
      "11¶3",
    );
  else if (columns.length < content.items.length)
    fault(grantTitles.columns, "以文件方式共享的，须写全部字段名，或者留空表示全部。", "27¶1");
}
