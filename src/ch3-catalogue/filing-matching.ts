import { isDeepStrictEqual } from "node:util";
import type { EntryContent } from "../contract/entry.ts";
import type { FiledFacts } from "../contract/filed.ts";
import { code as newCode, uuid } from "../platform/ids/index.ts";
import { issuesOf } from "./checks.ts";
import { moveOf } from "./classes.ts";
import {
  approvedOnTitle,
  approverTitle,
  documentTitle,
  filingWorkbook,
  oldCodeTitle,
} from "./filing-columns.ts";
import type { FilingUnit, Standing, StandingEntry } from "./filing-standing.ts";
import { day } from "./sheets-cells.ts";
import { nameTitle, providerTitle } from "./sheets-entry-columns.ts";
import { type PlannedEntry, titleOf } from "./sheets-matching.ts";
import { type FilledEntry, type Layouts, type Note, noteAt } from "./sheets-reading.ts";

/** An entry that a grant of the batch can be on, by its old code. */
export interface KnownEntry {
  readonly id: string;
  readonly providerId: string;
  readonly content: EntryContent;
}

interface Given {
  readonly standing: Standing;
  readonly units: ReadonlyMap<string, FilingUnit>;
  readonly today: string;
  readonly layouts: Layouts;
  readonly note: Note;
}

/**
 * What each row of existing stock comes to, by its old code: a new entry in force, another version of what was filed
 * before, or nothing. Whatever the unit itself has changed since stays as the unit has it.
 */
export class FilingMatching {
  /** Entries by old code, of this batch and filed earlier. */
  readonly known = new Map<string, KnownEntry>();
  readonly #given: Given;
  readonly #byOldCode = new Map<string, StandingEntry>();
  readonly #byOwnCode = new Map<string, StandingEntry>();
  readonly #byName = new Map<string, StandingEntry>();
  readonly #rowOfCode = new Map<string, number>();
  readonly #rowOfName = new Map<string, number>();
  readonly #say: ReturnType<typeof noteAt>;
  readonly #sayItem: ReturnType<typeof noteAt>;

  constructor(given: Given) {
    this.#given = given;
    this.#say = noteAt(given.note, "entries", given.layouts);
    this.#sayItem = noteAt(given.note, "items", given.layouts);
    for (const entry of given.standing.entries) {
      if (entry.oldCode !== null) this.#byOldCode.set(entry.oldCode, entry);
      this.#byOwnCode.set(entry.code, entry);
      if (entry.catalogueCode !== null) this.#byOwnCode.set(entry.catalogueCode, entry);
      if (entry.name !== null) this.#byName.set(`${entry.providerId} ${entry.name}`, entry);
      const { oldCode, content, id, providerId } = entry;
      if (oldCode !== null && content !== null) this.known.set(oldCode, { id, providerId, content });
    }
  }

  /** Undefined where the row is refused. */
  plan(filled: FilledEntry): PlannedEntry | undefined {
    let sound = true;
    const fault = (title: string, detail: string, article: string | null = null) => {
      sound = false;
      this.#say(filled.row, title, { severity: "error", detail, article });
    };
    const filed = this.#factsOf(filled, fault);
    const provider = this.#given.units.get(filled.provider);
    if (provider === undefined)
      fault(
        providerTitle,
        `单位名录里没有“${filled.provider.slice(0, 60)}”，请写现用全称；机构已合并、改名的写现在的单位。`,
      );
    this.#once(this.#rowOfCode, filed.oldCode, filled.row, oldCodeTitle, fault);
    this.#once(this.#rowOfName, `${filled.provider} ${filled.content.name}`, filled.row, nameTitle, fault);
    if (!this.#complete(filled)) sound = false;
    if (provider === undefined || !sound) return undefined;
    const found = this.#byOldCode.get(filed.oldCode);
    this.#ownership(found, filed.oldCode, provider.id, filled.content.name, fault);
    if (!sound) return undefined;
    const planned =
      found === undefined ? created(filled, provider.id, filed) : this.#updated(found, filled, filed, fault);
    if (!sound) return undefined;
    this.known.set(filed.oldCode, {
      id: planned.entryId,
      providerId: provider.id,
      content: planned.content,
    });
    return planned;
  }

  #factsOf({ cell }: FilledEntry, fault: Fault): FiledFacts {
    return {
      oldCode: text(cell(oldCodeTitle), oldCodeTitle, 100, fault),
      approvedOn: pastDay(cell(approvedOnTitle), this.#given.today, fault),
      approver: text(cell(approverTitle), approverTitle, 200, fault),
      document: text(cell(documentTitle), documentTitle, 200, fault),
    };
  }

  #once(rows: Map<string, number>, key: string, row: number, title: string, fault: Fault): void {
    const earlier = rows.get(key);
    if (earlier !== undefined && key !== "")
      fault(title, `与第 ${earlier} 行相同，请只留一行，或者改正其中一行。`);
    else rows.set(key, row);
  }

  /** A published entry holds all that Art. 12 asks, also where the old platform asked for less. */
  #complete({ row, itemRows, content }: FilledEntry): boolean {
    const issues = issuesOf(content);
    for (const { pointer, detail, article } of issues) {
      const [, name, index, part] = pointer.split("/");
      const at = index === undefined ? undefined : itemRows[Number(index)];
      const told = { severity: "error" as const, detail: `${detail}。`, article };
      if (name === "items" && at !== undefined)
        this.#sayItem(at, titleOf(filingWorkbook.items, `/${part}`), told);
      else this.#say(row, titleOf(filingWorkbook.entries, pointer), told);
    }
    if (content.sharingClass === null) {
      const detail = "存量目录须写明共享类型；备案不适用“未明确视为无条件共享”。";
      this.#say(row, "共享类型", { severity: "error", detail, article: "24" });
    }
    return issues.length === 0 && content.sharingClass !== null;
  }

  /** Another unit's codes and entries are not touched by a filing, whoever files it. */
  #ownership(
    found: StandingEntry | undefined,
    oldCode: string,
    providerId: string,
    name: string,
    fault: Fault,
  ): void {
    if (found !== undefined && found.providerId !== providerId)
      fault(oldCodeTitle, "这个代码已备案为另一单位的目录，不能改到本单位名下，请核对代码和单位。", "12¶3");
    const own = this.#byOwnCode.get(oldCode);
    if (own !== undefined && own.id !== found?.id)
      fault(oldCodeTitle, "这是本平台已发给一个目录的代码，不是原平台的代码，请核对。", "12¶3");
    const same = this.#byName.get(`${providerId} ${name}`);
    if (same !== undefined && same.id !== found?.id)
      fault(
        nameTitle,
        `该单位已发布同名目录（${same.catalogueCode ?? same.code}），请合并或者改名后再备案。`,
        "12¶4",
      );
  }

  #updated(found: StandingEntry, filled: FilledEntry, filed: FiledFacts, fault: Fault): PlannedEntry {
    const { id, code, draftVersion, content, providerId } = found;
    const inForce = content ?? found.draft;
    const same = { action: "unchanged", content: inForce } as const;
    const planned = {
      line: filled.row,
      entryId: id,
      code,
      draftVersion,
      providerId,
      filed,
      oldCodes: [filed.oldCode],
    };
    const merged = {
      ...inForce,
      ...filled.content,
      items: filled.content.items.map((item) => ({
        ...inForce.items.find(({ column }) => column === item.column),
        ...item,
      })),
    };
    if (sameContent(merged, inForce) && isDeepStrictEqual(filed, found.filed)) return { ...planned, ...same };
    if (found.status === "in-review")
      fault(nameTitle, "这个目录正在审核，不能以备案更新；请从表中删去，或者等办结后再备案。", "12¶3");
    if (!found.asFiled || !sameContent(found.draft, inForce)) {
      const detail = "备案之后，提供单位已经自己修改这个目录，以单位的为准，本行不写入。";
      this.#say(filled.row, oldCodeTitle, { severity: "warning", detail, article: "13¶1" });
      return { ...planned, ...same };
    }
    for (const side of ["sharing", "opening"] as const)
      if (["tightened", "converted"].includes(moveOf(inForce, merged, side)))
        fault(
          side === "sharing" ? "共享类型" : "是否向社会开放",
          "已备案目录的属性不能以再次备案收紧，也不能由不予共享、不予开放放宽；请由提供单位办理“共享、开放属性变更”。",
          "26",
        );
    for (const { column, name, grade } of merged.items) {
      const standing = inForce.items.find((item) => item.column === column);
      if (standing !== undefined && grade < standing.grade)
        fault(
          "级别",
          `数据项“${name}”现为 ${standing.grade} 级，不能以再次备案降低；请由提供单位办理“重新定级”。`,
          "11¶4",
        );
    }
    return { ...planned, action: "update", content: merged };
  }
}

type Fault = (title: string, detail: string, article?: string | null) => void;

const known = (content: EntryContent) => ({ ...content, secrecyReview: content.secrecyReview ?? null });
const sameContent = (one: EntryContent, other: EntryContent): boolean =>
  isDeepStrictEqual(known(one), known(other));

const created = (filled: FilledEntry, providerId: string, filed: FiledFacts): PlannedEntry => ({
  action: "create",
  line: filled.row,
  entryId: uuid(),
  code: newCode("d"),
  draftVersion: 0,
  content: filled.content,
  providerId,
  filed,
  oldCodes: [filed.oldCode],
});

export function text(cell: string, title: string, most: number, fault: Fault): string {
  if (cell === "") fault(title, `请填写${title}。`);
  if (cell.length > most) fault(title, `${title}不能超过 ${most} 个字。`);
  return cell;
}

/** The day of the original approval: known, and not still to come. */
export function pastDay(cell: string, today: string, fault: Fault): string {
  const read = day(cell, new Map());
  if ("fault" in read) fault(approvedOnTitle, read.fault);
  else if (read.value === null) fault(approvedOnTitle, `请填写${approvedOnTitle}。`);
  else if (String(read.value) > today) fault(approvedOnTitle, "原批准日期在今天以后，请核对。");
  return "value" in read ? String(read.value ?? "") : "";
}
