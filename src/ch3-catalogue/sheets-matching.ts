import { isDeepStrictEqual } from "node:util";
import type { EntryContent } from "../contract/entry.ts";
import type { FiledFacts } from "../contract/filed.ts";
import { importanceLabel } from "../contract/labels.zh.ts";
import { code as newCode, uuid } from "../platform/ids/index.ts";
import { issuesIn, type Place } from "./checks-in-place.ts";
import { codeTitle, entryColumns, nameTitle, providerTitle } from "./sheets-entry-columns.ts";
import { itemColumns } from "./sheets-item-columns.ts";
import { known } from "./sheets-neutral.ts";
import { type FilledEntry, type Layouts, type Note, noteAt } from "./sheets-reading.ts";

/** An entry of the unit as it stands. */
export interface OwnEntry {
  readonly id: string;
  readonly code: string;
  readonly catalogueCode: string | null;
  readonly status: string;
  readonly draftVersion: number;
  readonly draft: EntryContent;
  /** Items that are important or core data in the version in force, by column. */
  readonly important: Readonly<Record<string, "important" | "core">>;
  /** Codes of another platform that it was filed under. */
  readonly oldCodes: readonly string[];
}

export interface PlannedEntry {
  readonly action: "create" | "update" | "unchanged";
  readonly line: number;
  readonly entryId: string;
  readonly code: string;
  readonly draftVersion: number;
  readonly content: EntryContent;
  readonly oldCodes: readonly string[];
  /** Of a filing: whose it is, and what it was before. */
  readonly providerId?: string;
  readonly filed?: FiledFacts;
}

/**
 * What each row comes to, against the unit's own entries: by its code, else by its name. The same workbook uploaded again
 * finds what it made before, so nothing is doubled; what a workbook does not carry stays as it is.
 */
export class Matching {
  readonly #byCode = new Map<string, OwnEntry>();
  readonly #byName = new Map<string, OwnEntry>();
  readonly #rowOfEntry = new Map<string, number>();
  readonly #rowOfName = new Map<string, number>();
  readonly #providerName: string;
  readonly #place: Place;
  readonly #say: ReturnType<typeof noteAt>;
  readonly #sayItem: ReturnType<typeof noteAt>;

  constructor(
    own: readonly OwnEntry[],
    {
      providerName,
      place,
      layouts,
      note,
    }: { providerName: string; place: Place; layouts: Layouts; note: Note },
  ) {
    this.#providerName = providerName;
    this.#place = place;
    this.#say = noteAt(note, "entries", layouts);
    this.#sayItem = noteAt(note, "items", layouts);
    for (const entry of own) {
      this.#byCode.set(entry.code, entry);
      if (entry.catalogueCode !== null) this.#byCode.set(entry.catalogueCode, entry);
      if (entry.draft.name !== "") this.#byName.set(entry.draft.name, entry);
    }
  }

  /** All that is wrong with the row is told; undefined where it is refused. */
  plan(filled: FilledEntry): PlannedEntry | undefined {
    let sound = filled.unread.size === 0;
    const fault = (title: string, detail: string) => {
      sound = false;
      this.#say(filled.row, title, { severity: "error", detail });
    };
    const { row, code, provider, content } = filled;
    if (provider !== "" && provider !== this.#providerName)
      fault(providerTitle, `只能填报本单位的目录；请留空，或者写“${this.#providerName}”。`);
    const twin = this.#rowOfName.get(content.name);
    if (twin !== undefined) fault(nameTitle, `与第 ${twin} 行重名，请合并成一行或者改名。`);
    else if (content.name !== "") this.#rowOfName.set(content.name, row);
    const found = code === "" ? this.#byName.get(content.name) : this.#byCode.get(code);
    if (code !== "" && found === undefined)
      fault(codeTitle, "本单位没有这个代码的目录；新目录请把代码留空，已有的请照导出的表填写。");
    const same = this.#byName.get(content.name);
    if (same !== undefined && found !== undefined && same.id !== found.id)
      fault(nameTitle, `本单位已有同名目录（代码 ${same.code}），请改名，或者改用那个代码。`);
    if (found !== undefined && twin === undefined) this.#checkFound(filled, found, fault);
    if (found !== undefined && !this.#importanceStands(filled, found)) sound = false;
    this.#tellIssues(filled, twin !== undefined);
    if (!sound) return undefined;
    return found === undefined ? created(row, content) : updated(row, found, content);
  }

  #checkFound({ row }: FilledEntry, found: OwnEntry, fault: (title: string, detail: string) => void): void {
    const before = this.#rowOfEntry.get(found.id);
    if (before !== undefined) fault(codeTitle, `与第 ${before} 行是同一个目录，请只留一行。`);
    else this.#rowOfEntry.set(found.id, row);
    if (found.status === "in-review")
      fault(nameTitle, "这个目录正在审核，不能修改；请从表中删去，或者先在办件中撤回。");
  }

  /** Art. 11 ¶4: what was found to be important is made general by regrading only, never by a cell left blank. */
  #importanceStands({ content, itemRows, unread }: FilledEntry, { important }: OwnEntry): boolean {
    let stands = true;
    for (const [at, { name, column, importance = "general" }] of content.items.entries()) {
      const standing = important[column];
      if (standing === undefined || standing === importance || unread.has(`/items/${at}/importance`))
        continue;
      stands = false;
      this.#sayItem(itemRows[at] ?? 0, titleOf(itemColumns, "/importance"), {
        severity: "error",
        detail: `“${name}”已认定为${importanceLabel[standing]}，请照填“${importanceLabel[standing]}”；改变认定须办理“重新定级”。`,
        article: "11¶4",
      });
    }
    return stands;
  }

  /**
   * What submission would ask for is told now, with its place in the workbook; a draft may be incomplete. Rows of one name
   * have their items in common: what these lack has been told with the first.
   */
  #tellIssues({ row, content, itemRows, unread }: FilledEntry, isTwin: boolean): void {
    for (const { pointer, detail, article } of known(issuesIn(this.#place, content), unread)) {
      const [, name, index, ...part] = pointer.split("/");
      const warning = { severity: "warning" as const, detail: `${detail}（报送前改好即可）`, article };
      const itemRow = index === undefined ? undefined : itemRows[Number(index)];
      if (name !== "items" || itemRow === undefined) this.#say(row, titleOf(entryColumns, pointer), warning);
      else if (!isTwin) this.#sayItem(itemRow, titleOf(itemColumns, `/${part.join("/")}`), warning);
    }
  }
}

export const titleOf = (
  columns: readonly { title: string; pointer: string | null }[],
  pointer: string,
): string => columns.find((column) => column.pointer === pointer)?.title ?? nameTitle;

const created = (line: number, content: EntryContent): PlannedEntry => ({
  action: "create",
  line,
  entryId: uuid(),
  code: newCode("d"),
  draftVersion: 0,
  content,
  oldCodes: [],
});

function updated(
  line: number,
  { id, code, draftVersion, draft, oldCodes }: OwnEntry,
  content: EntryContent,
): PlannedEntry {
  const merged = { ...draft, ...content };
  const known = { ...merged, secrecyReview: merged.secrecyReview ?? null };
  const same = isDeepStrictEqual(known, { ...draft, secrecyReview: draft.secrecyReview ?? null });
  return {
    action: same ? "unchanged" : "update",
    line,
    entryId: id,
    code,
    draftVersion,
    content: known,
    oldCodes,
  };
}
