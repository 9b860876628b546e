import { isDeepStrictEqual } from "node:util";
import type { EntryContent } from "../contract/entry.ts";
import type { FiledFacts } from "../contract/filed.ts";
import { code as newCode, uuid } from "../platform/ids/index.ts";
import { issuesOf } from "./checks.ts";
import { codeTitle, entryColumns, nameTitle, providerTitle } from "./sheets-entry-columns.ts";
import { itemColumns } from "./sheets-item-columns.ts";
import { type FilledEntry, type Layouts, type Note, noteAt } from "./sheets-reading.ts";

/** An entry of the unit as it stands. */
export interface OwnEntry {
  readonly id: string;
  readonly code: string;
  readonly catalogueCode: string | null;
  readonly status: string;
  readonly draftVersion: number;
  readonly draft: EntryContent;
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
  readonly #say: ReturnType<typeof noteAt>;
  readonly #sayItem: ReturnType<typeof noteAt>;

  constructor(own: readonly OwnEntry[], providerName: string, layouts: Layouts, note: Note) {
    this.#providerName = providerName;
    this.#say = noteAt(note, "entries", layouts);
    this.#sayItem = noteAt(note, "items", layouts);
    for (const entry of own) {
      this.#byCode.set(entry.code, entry);
      if (entry.catalogueCode !== null) this.#byCode.set(entry.catalogueCode, entry);
      if (entry.draft.name !== "") this.#byName.set(entry.draft.name, entry);
    }
  }

  /** Undefined where the row is refused. */
  plan(filled: FilledEntry): PlannedEntry | undefined {
    const fault = (title: string, detail: string): undefined => {
      this.#say(filled.row, title, { severity: "error", detail });
    };
    const { row, code, provider, content } = filled;
    if (provider !== "" && provider !== this.#providerName)
      return fault(providerTitle, `只能填报本单位的目录；请留空，或者写“${this.#providerName}”。`);
    const twin = this.#rowOfName.get(content.name);
    if (twin !== undefined) return fault(nameTitle, `与第 ${twin} 行重名，请合并成一行或者改名。`);
    this.#rowOfName.set(content.name, row);
    const found = code === "" ? this.#byName.get(content.name) : this.#byCode.get(code);
    if (code !== "" && found === undefined)
      return fault(codeTitle, "本单位没有这个代码的目录；新目录请把代码留空，已有的请照导出的表填写。");
    const same = this.#byName.get(content.name);
    if (same !== undefined && found !== undefined && same.id !== found.id)
      return fault(nameTitle, `本单位已有同名目录（代码 ${same.code}），请改名，或者改用那个代码。`);
    if (found === undefined) return this.#told(filled, created(row, content));
    const before = this.#rowOfEntry.get(found.id);
    if (before !== undefined) return fault(codeTitle, `与第 ${before} 行是同一个目录，请只留一行。`);
    this.#rowOfEntry.set(found.id, row);
    if (found.status === "in-review")
      return fault(nameTitle, "这个目录正在审核，不能修改；请从表中删去，或者先在办件中撤回。");
    return this.#told(filled, updated(row, found, content));
  }

  /** What submission would ask for is told now, with its place in the workbook; a draft may be incomplete. */
  #told(filled: FilledEntry, planned: PlannedEntry): PlannedEntry {
    for (const { pointer, detail, article } of issuesOf(planned.content)) {
      const [, name, index, part] = pointer.split("/");
      const warning = { severity: "warning" as const, detail: `${detail}（报送前改好即可）`, article };
      const row = index === undefined ? undefined : filled.itemRows[Number(index)];
      if (name === "items" && row !== undefined)
        this.#sayItem(row, titleOf(itemColumns, `/${part}`), warning);
      else this.#say(filled.row, titleOf(entryColumns, pointer), warning);
    }
    return planned;
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
  const before = new Map(draft.items.map((item) => [item.column, item]));
  const merged = {
    ...draft,
    ...content,
    items: content.items.map((item) => ({ ...before.get(item.column), ...item })),
  };
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
