import { isDeepStrictEqual } from "node:util";
import type { EntryContent } from "../contract/entry.ts";
import type { FiledFacts } from "../contract/filed.ts";
import { code as newCode, uuid } from "../platform/ids/index.ts";
import type { Issue } from "./checks.ts";
import { issuesIn, type Place } from "./checks-in-place.ts";
import { dayBefore, type Fault, text } from "./filing-cells.ts";
import { changesRefused } from "./filing-changes.ts";
import {
  approvedOnTitle,
  approverTitle,
  documentTitle,
  filingWorkbook,
  oldCodeTitle,
} from "./filing-columns.ts";
import type { FilingUnit, StandingEntry } from "./filing-standing.ts";
import { belowFloors, type Floors } from "./grading-floors.ts";
import { nameTitle, providerTitle } from "./sheets-entry-columns.ts";
import { type PlannedEntry, titleOf } from "./sheets-matching.ts";
import { isKnown, known } from "./sheets-neutral.ts";
import { type FilledEntry, type Layouts, type Note, noteAt } from "./sheets-reading.ts";

/** An entry that a grant of the batch can be on, by its old code. */
export interface KnownEntry {
  readonly id: string;
  readonly providerId: string;
  readonly content: EntryContent;
}

interface Given {
  /** What stands under the codes and names of the file. */
  readonly entries: readonly StandingEntry[];
  readonly units: ReadonlyMap<string, FilingUnit>;
  /** Least grades that hold for a unit, by its id. */
  readonly floors: ReadonlyMap<string, Floors>;
  /** Civil day on which the platform went into use. */
  readonly inUseSince: string;
  readonly place: Place;
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
    for (const entry of given.entries) {
      if (entry.oldCode !== null) this.#byOldCode.set(entry.oldCode, entry);
      this.#byOwnCode.set(entry.code, entry);
      if (entry.catalogueCode !== null) this.#byOwnCode.set(entry.catalogueCode, entry);
      if (entry.name !== null) this.#byName.set(`${entry.providerId} ${entry.name}`, entry);
      const { oldCode, content, id, providerId } = entry;
      if (oldCode !== null && content !== null) this.known.set(oldCode, { id, providerId, content });
    }
  }

  /** All that is wrong with the row is told; undefined where it is refused. */
  plan(filled: FilledEntry): PlannedEntry | undefined {
    let sound = filled.unread.size === 0;
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
    else if (!provider.uses)
      fault(providerTitle, "这类单位不编制目录，请核对；数据由别的单位提供的写那个单位。", "12¶3");
    this.#once(this.#rowOfCode, filed.oldCode, filled.row, oldCodeTitle, fault);
    const { name } = filled.content;
    this.#once(this.#rowOfName, name && `${filled.provider} ${name}`, filled.row, nameTitle, fault);
    if (!this.#complete(filled)) sound = false;
    // Without a unit there is nothing to hold the row against.
    if (provider === undefined) return undefined;
    const found = this.#byOldCode.get(filed.oldCode);
    this.#ownership(found, filed.oldCode, provider.id, name, fault);
    if (found !== undefined && found.providerId !== provider.id) return undefined;
    const planned =
      found === undefined ? created(filled, provider.id, filed) : this.#updated(found, filled, filed);
    if (planned === undefined) return undefined;
    if (!this.#gradedEnough(planned, filled)) sound = false;
    // A grant is held against what could be read.
    if (filled.unread.size === 0)
      this.known.set(filed.oldCode, {
        id: planned.entryId,
        providerId: provider.id,
        content: planned.content,
      });
    return sound ? planned : undefined;
  }

  #factsOf({ cell }: FilledEntry, fault: Fault): FiledFacts {
    return {
      oldCode: text(cell(oldCodeTitle), oldCodeTitle, 100, fault),
      approvedOn: dayBefore(
        cell(approvedOnTitle),
        {
          day: this.#given.inUseSince,
          instead: "此后的目录须由提供单位编制，经审核、校核、复核后发布",
          article: "12¶3",
        },
        fault,
      ),
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
  #complete(filled: FilledEntry): boolean {
    const issues = known(issuesIn(this.#given.place, filled.content), filled.unread);
    this.#tell(filled, issues);
    if (filled.content.sharingClass === null && isKnown("/sharingClass", filled.unread)) {
      const detail = "存量目录须写明共享类型；备案不适用“未明确视为无条件共享”。";
      this.#say(filled.row, "共享类型", { severity: "error", detail, article: "24" });
    }
    return issues.length === 0 && filled.content.sharingClass !== null;
  }

  /** Art. 11 ¶4: what comes into force by a filing is graded no lower than what is submitted. */
  #gradedEnough({ action, content, providerId = "" }: PlannedEntry, filled: FilledEntry): boolean {
    if (action === "unchanged") return true;
    const issues = known(
      belowFloors(content, this.#given.floors.get(providerId) ?? new Map()),
      filled.unread,
    );
    this.#tell(filled, issues);
    return issues.length === 0;
  }

  /** Each issue at its row and column, that of the item where it is about one. */
  #tell({ row, itemRows }: FilledEntry, issues: readonly Issue[]): void {
    for (const { pointer, detail, article } of issues) {
      const [, name, index, ...part] = pointer.split("/");
      const at = index === undefined ? undefined : itemRows[Number(index)];
      const told = { severity: "error" as const, detail: `${detail}。`, article };
      if (name === "items" && at !== undefined)
        this.#sayItem(at, titleOf(filingWorkbook.items, `/${part.join("/")}`), told);
      else this.#say(row, titleOf(filingWorkbook.entries, pointer), told);
    }
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

  #updated(found: StandingEntry, filled: FilledEntry, filed: FiledFacts): PlannedEntry | undefined {
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
    const merged = { ...inForce, ...filled.content };
    if (sameContent(merged, inForce) && isDeepStrictEqual(filed, found.filed)) return { ...planned, ...same };
    if (found.status === "in-review") {
      const detail = "这个目录正在审核，不能以备案更新；请从表中删去，或者等办结后再备案。";
      this.#say(filled.row, nameTitle, { severity: "error", detail, article: "12¶3" });
      return undefined;
    }
    if (!found.asFiled || !sameContent(found.draft, inForce)) {
      const detail = "备案之后，提供单位已经自己修改这个目录，以单位的为准，本行不写入。";
      this.#say(filled.row, oldCodeTitle, { severity: "warning", detail, article: "13¶1" });
      return { ...planned, ...same };
    }
    const refused = known(changesRefused(inForce, merged), unseen(filled));
    this.#tell(filled, refused);
    return refused.length > 0 ? undefined : { ...planned, action: "update", content: merged };
  }
}

const stated = (content: EntryContent) => ({ ...content, secrecyReview: content.secrecyReview ?? null });
const sameContent = (one: EntryContent, other: EntryContent): boolean =>
  isDeepStrictEqual(stated(one), stated(other));

/** While the columns of some items cannot be read, nobody knows which items are missing. */
const unseen = ({ unread }: FilledEntry): ReadonlySet<string> =>
  [...unread].some((pointer) => pointer.endsWith("/column")) ? new Set([...unread, "/items"]) : unread;

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
