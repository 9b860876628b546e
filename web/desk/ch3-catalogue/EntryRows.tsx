import type { KeyboardEvent, ReactNode } from "react";
import type { DataUpdate } from "../../../src/contract/data-due.ts";
import type { Excerpt, FoundEntry } from "../../../src/contract/entry.ts";
import {
  entryTitle,
  labelOf,
  openingClassLabel,
  sharingClassLabel,
} from "../../../src/contract/labels.zh.ts";
import { civilDateOf, dateText } from "../../shared/format.ts";
import { Grade } from "../../shared/Page.tsx";
import { DueDay } from "./DataDue.tsx";
import { type OptionalColumn, optionalColumns } from "./listSettings.ts";
import { StatusChip } from "./StatusChip.tsx";

const where = { name: "名称", abstract: "摘要", item: "数据项", provider: "提供单位", code: "代码" } as const;

function Marked({ parts }: { parts: Excerpt["parts"] }) {
  return parts.map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
    part.hit ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
  );
}

/** A code, marked where it is what was asked for. */
function Code({ code, excerpts }: { code: string; excerpts: readonly Excerpt[] }) {
  const found = excerpts.find(
    ({ field, parts }) => field === "code" && parts.map(({ text }) => text).join("") === code,
  );
  return found === undefined ? code : <Marked parts={found.parts} />;
}

function Title({ entry }: { entry: FoundEntry }) {
  const named = entry.excerpts.find(({ field }) => field === "name");
  const others = entry.excerpts.filter(({ field }) => field === "abstract" || field === "item").slice(0, 2);
  return (
    <>
      <a className={entry.name === "" ? "title unnamed" : "title"} href={`/desk/entries/${entry.id}`}>
        {named !== undefined ? <Marked parts={named.parts} /> : entryTitle(entry.name)}
      </a>
      {others.map((excerpt) => (
        <span key={excerpt.parts.map(({ text }) => text).join("")} className="small block excerpt">
          <span className="muted">{where[excerpt.field]}：</span>
          <Marked parts={excerpt.parts} />
        </span>
      ))}
      <span className="muted small block mono">
        <Code code={entry.catalogueCode ?? entry.code} excerpts={entry.excerpts} />
      </span>
      {entry.oldCodes.length > 0 && (
        <span className="muted small block">
          存量备案，原代码{" "}
          {entry.oldCodes.map((code, at) => (
            <span key={code} className="mono">
              {at > 0 && "、"}
              <Code code={code} excerpts={entry.excerpts} />
            </span>
          ))}
        </span>
      )}
    </>
  );
}

interface Shown {
  readonly today: string | undefined;
  readonly updates: ReadonlyMap<string, DataUpdate>;
}

const cells: Record<OptionalColumn, (entry: FoundEntry, shown: Shown) => ReactNode> = {
  provider: (entry) => entry.provider.name,
  status: (entry) => <StatusChip status={entry.status} />,
  sharing: (entry) => labelOf(sharingClassLabel, entry.sharingClass),
  opening: (entry) => labelOf(openingClassLabel, entry.openingClass),
  grade: (entry) => <Grade grade={entry.grade} />,
  version: (entry) => (entry.publishedVersion === null ? "未发布" : `第 ${entry.publishedVersion} 版`),
  updated: (entry, { today }) => dateText(civilDateOf(entry.updatedAt), today),
  due: (entry, { updates }) => <DueDay update={updates.get(entry.id)} />,
};
const labelledOnPhones: readonly OptionalColumn[] = ["sharing", "opening", "due"];
const wideOnly: readonly OptionalColumn[] = ["version", "updated"];

const boxesOf = (table: Element): HTMLInputElement[] => [
  ...table.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]"),
];

/** Arrow keys move between the boxes, with Shift they choose on the way; Ctrl+A chooses all that is shown. */
function onKeys(
  event: KeyboardEvent<HTMLTableElement>,
  entries: readonly FoundEntry[],
  chosen: ReadonlySet<string>,
  onChoose: (ids: ReadonlySet<string>) => void,
): void {
  const boxes = boxesOf(event.currentTarget);
  const at = boxes.findIndex((box) => box === document.activeElement);
  if (at < 0) return;
  if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    onChoose(new Set(entries.map(({ id }) => id)));
    return;
  }
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const next = boxes[at + step];
  if (step === 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
  const passed = [entries[at]?.id, entries[at + step]?.id].filter((id) => id !== undefined);
  if (event.shiftKey) onChoose(new Set([...chosen, ...passed]));
}

export function EntryRows(props: {
  entries: readonly FoundEntry[];
  columns: readonly OptionalColumn[];
  shown: Shown;
  chosen: ReadonlySet<string>;
  onChoose: (ids: ReadonlySet<string>) => void;
}) {
  const { entries, columns, chosen, onChoose } = props;
  const all = entries.length > 0 && entries.every(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <table className="ruled stacked" onKeyDown={(event) => onKeys(event, entries, chosen, onChoose)}>
      <thead>
        <tr>
          <th scope="col">
            <input
              type="checkbox"
              aria-label="选中已显示的全部目录"
              checked={all}
              onChange={() => onChoose(all ? new Set() : new Set(entries.map(({ id }) => id)))}
            />
          </th>
          <th scope="col">数据目录</th>
          {columns.map((column) => (
            <th key={column} scope="col" className={wideOnly.includes(column) ? "wide-only" : undefined}>
              {optionalColumns[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id} aria-selected={chosen.has(entry.id)}>
            <td>
              <input
                type="checkbox"
                aria-label={`选中 ${entryTitle(entry.name)}`}
                checked={chosen.has(entry.id)}
                onChange={() => toggle(entry.id)}
              />
            </td>
            <td className="main-cell">
              <Title entry={entry} />
            </td>
            {columns.map((column) => (
              <td
                key={column}
                className={
                  wideOnly.includes(column)
                    ? "nowrap wide-only"
                    : column === "provider"
                      ? undefined
                      : "nowrap"
                }
                data-label={labelledOnPhones.includes(column) ? optionalColumns[column] : undefined}
              >
                {cells[column](entry, props.shown)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
