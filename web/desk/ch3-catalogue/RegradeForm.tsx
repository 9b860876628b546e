import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { Entry, EntryItem } from "../../../src/contract/entry.ts";
import type { Regrade } from "../../../src/contract/grading.ts";
import { gradedAs, levelOf, rankOf } from "../../../src/contract/level.ts";
import type { ProcedureInfo } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { Grade, Section } from "../../shared/Page.tsx";
import { Empty } from "../../shared/States.tsx";
import { StartForm } from "../matters/StartForm.tsx";
import { LevelOptions, levelNamed } from "./LevelOptions.tsx";

type Change = Omit<Regrade, "column">;
type Changes = Readonly<Record<string, Change>>;

const standing = ({ category, grade, importance }: EntryItem): Change => ({
  category,
  grade,
  importance: importance ?? "general",
});

const asGraded = ({ grade, importance }: Change) => ({
  grade,
  importance: importance === "general" ? undefined : importance,
});

const differs = (item: EntryItem, change: Change | undefined): change is Change =>
  change !== undefined && (rankOf(asGraded(change)) !== rankOf(item) || change.category !== item.category);

/** What the new grade does, before anything is sent. */
function effectOf(item: EntryItem, change: Change | undefined): string {
  if (!differs(item, change)) return "不变";
  if (rankOf(asGraded(change)) <= rankOf(item)) return "审核同意后生效";
  if (asGraded(change).importance !== undefined)
    return "提交后立即生效：整个资源移入重要数据专区，只提供核验，不再查询和开放";
  const also = change.grade >= 3 && item.storage === "plain" ? "，已入库的明文重新加密" : "";
  return `提交后立即生效${also}`;
}

function Row(props: { item: EntryItem; change: Change | undefined; onChange: (change: Change) => void }) {
  const { item, onChange } = props;
  const change = props.change ?? standing(item);
  return (
    <tr>
      <td className="main-cell">
        {item.name} <Grade grade={item.grade} importance={item.importance} />
      </td>
      <td data-label="新级别">
        <select
          className="input"
          aria-label={`${item.name} 新级别`}
          value={levelOf(asGraded(change))}
          onChange={(event) => {
            const level = levelNamed(event.target.value);
            if (level === undefined) return;
            const { grade, importance = "general" } = gradedAs(level);
            onChange({ ...change, grade, importance });
          }}
        >
          <LevelOptions />
        </select>
      </td>
      <td data-label="类别">
        <input
          className="input"
          aria-label={`${item.name} 类别`}
          maxLength={100}
          value={change.category}
          onChange={(event) => onChange({ ...change, category: event.target.value })}
        />
      </td>
      <td>{effectOf(item, props.change)}</td>
    </tr>
  );
}

/** The declared form without the items, which are chosen in the table. */
function withoutColumns(info: ProcedureInfo): ProcedureInfo {
  const properties = Object.entries(Object(info.form.properties)).filter(([name]) => name !== "columns");
  return { ...info, form: { ...info.form, properties: Object.fromEntries(properties) } };
}

/** Art. 11 ¶4: new classes and grades of a published entry, item by item, with their cause. */
export function RegradeForm({ info, entry }: { info: ProcedureInfo; entry: Entry }) {
  const router = useRouter();
  const [changes, setChanges] = useState<Changes>({});
  const items = entry.published?.items ?? [];
  const columns = items.flatMap((item): Regrade[] => {
    const change = changes[item.column];
    return differs(item, change) ? [{ column: item.column, ...change }] : [];
  });
  if (entry.published === null)
    return (
      <Empty action={<a href={`/desk/entries/${entry.id}/edit`}>去编辑草稿</a>}>
        目录还没有发布，直接修改草稿里的类别和级别即可。
      </Empty>
    );
  return (
    <StartForm
      info={withoutColumns(info)}
      entry={entry}
      send={({ form, attachments }, key) =>
        api.submit({ kind: info.kind, subject: entry.id, form: { ...form, columns }, attachments }, key)
      }
      onStarted={(started) =>
        router.history.push(
          "draft" in started ? `/desk/drafts/${started.draft.id}` : `/desk/matters/${started.id}`,
        )
      }
      check={() => (columns.length > 0 ? [] : [{ pointer: "/columns", detail: "还没有调整任何数据项" }])}
    >
      <Section
        title="调整的数据项"
        note={columns.length === 0 ? "改哪一项，就在哪一行选新级别" : `已调整 ${columns.length} 项`}
      >
        <table className="ruled stacked" id="start-columns">
          <thead>
            <tr>
              <th scope="col">数据项和现行级别</th>
              <th scope="col">新级别</th>
              <th scope="col">类别</th>
              <th scope="col">何时生效</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row
                key={item.column}
                item={item}
                change={changes[item.column]}
                onChange={(change) => setChanges({ ...changes, [item.column]: change })}
              />
            ))}
          </tbody>
        </table>
      </Section>
    </StartForm>
  );
}
