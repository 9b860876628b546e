import type { EntryContent } from "../contract/entry.ts";
import { writeSheets } from "../platform/sheets/index.ts";
import type { Areas, Column } from "./sheets-cells.ts";
import { type EntryFacts, type EntrySource, entryColumns, nameTitle } from "./sheets-entry-columns.ts";
import { type ItemSource, itemColumns } from "./sheets-item-columns.ts";

/** Raised when the columns change; a workbook of another version is refused, not guessed at. */
export const templateVersion = "2";
export const versionTitle = "模板版本";

export const sheetNames = { help: "填写说明", entries: "目录", items: "数据项", codes: "代码表" } as const;

/** A kind of workbook: its columns, and by which of them an item finds its entry. */
export interface WorkbookForm {
  readonly version: string;
  readonly entries: readonly Column<EntrySource>[];
  readonly items: readonly Column<ItemSource>[];
  readonly key: string;
  readonly advice: readonly (readonly string[])[];
}

export interface WrittenEntry {
  readonly facts: EntryFacts;
  readonly content: EntryContent;
}

const advice: readonly (readonly string[])[] = [
  ["怎样填", "一个目录在“目录”表占一行；它的数据项在“数据项”表逐行写，用数据资源名称对应。"],
  ["怎样更新", "导出现有目录，改好后再上传：有目录代码的按代码更新，没有代码的按名称更新，不会重复新建。"],
  ["文本格式", "单元格已设为文本，号码照原样填写；不要合并单元格，不要写公式，不要隐藏“目录”和“数据项”表。"],
  ["上传之后", "平台先检查，逐行逐列列出要改的地方；全部改好、由您确认之后才写入草稿。"],
];

/** The workbook in which departments compile their drafts. */
export const catalogueForm: WorkbookForm = {
  version: templateVersion,
  entries: entryColumns,
  items: itemColumns,
  key: nameTitle,
  advice,
};

/** A further sheet of texts. */
export interface MoreSheet {
  readonly name: string;
  readonly columns: readonly Pick<Column<never>, "title" | "width" | "help">[];
  readonly rows: readonly (readonly string[])[];
}

/** The city's template: blank, or filled in with entries. Lists of codes stand in a sheet of their own. */
export async function catalogueWorkbook(
  entries: readonly WrittenEntry[],
  areas: Areas,
  form: WorkbookForm = catalogueForm,
  more: readonly MoreSheet[] = [],
): Promise<Uint8Array> {
  const columns = [...form.entries, ...form.items];
  const coded = columns.filter(({ codes }) => codes !== undefined);
  const listOf = ({
    codes,
    openCodes = false,
    title,
  }: Pick<Column<never>, "codes" | "openCodes" | "title">) =>
    codes === undefined
      ? {}
      : {
          list: {
            sheet: sheetNames.codes,
            column: coded.findIndex((column) => column.title === title),
            length: Object.keys(codes).length,
            open: openCodes,
          },
        };
  const written = (column: Pick<Column<never>, "codes" | "openCodes" | "title" | "width" | "help">) => ({
    title: column.title,
    width: column.width,
    help: column.help,
    ...listOf(column),
  });
  const lists = coded.map(({ codes = {} }) => Object.values(codes));
  return writeSheets([
    {
      name: sheetNames.entries,
      columns: form.entries.map(written),
      rows: entries.map((entry) => form.entries.map((column) => column.write(entry, areas))),
    },
    {
      name: sheetNames.items,
      columns: form.items.map(written),
      rows: entries.flatMap(({ facts, content }) =>
        content.items.map((item) =>
          form.items.map((column) =>
            column.write({ item, entryName: content.name, entryCode: facts.code }, areas),
          ),
        ),
      ),
    },
    ...more,
    {
      name: sheetNames.help,
      columns: [
        { title: versionTitle, width: 28 },
        { title: form.version, width: 90 },
      ],
      rows: [
        ...form.advice,
        ["可用的地域", [...areas.values()].join("、")],
        ...[...columns, ...more.flatMap((sheet) => sheet.columns)].map(({ title, help }) => [title, help]),
      ],
    },
    {
      name: sheetNames.codes,
      columns: coded.map(({ title }) => ({ title, width: 28 })),
      rows: Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, at) =>
        lists.map((list) => list[at] ?? ""),
      ),
    },
  ]);
}
