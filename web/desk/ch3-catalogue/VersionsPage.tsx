import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Select } from "antd";
import type { Entry, EntryVersionSummary } from "../../../src/contract/entry.ts";
import { compareContents } from "../../../src/contract/entry-comparison.ts";
import { entryTitle } from "../../../src/contract/labels.zh.ts";
import type { EntryRemark } from "../../../src/contract/remark.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { queryString } from "../../shared/http.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Grade, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { Differences } from "./Differences.tsx";
import { useAreas } from "./useAreas.ts";
import { useRemarks } from "./useRemarks.ts";

const route = getRouteApi("/entries/$id/versions");
const named = (version: string) => (version === "draft" ? "正在编制的草稿" : `第 ${version} 版`);

function Comparison({ id, from, to }: { id: string; from: string; to: string }) {
  const areas = useAreas();
  const pair = useQuery({
    queryKey: ["versions", id, from, to],
    queryFn: () => Promise.all([api.version(id, from), api.version(id, to)]),
  });
  return (
    <Loaded read={pair} rows={6}>
      {([before, after]) => (
        <Differences
          differences={compareContents(before.content, after.content, areas)}
          before={named(from)}
          after={named(to)}
        />
      )}
    </Loaded>
  );
}

function Chooser(props: {
  label: string;
  value: string;
  choices: readonly string[];
  onChange: (value: string) => void;
}) {
  return (
    <Select
      aria-label={props.label}
      value={props.value}
      options={props.choices.map((value) => ({ value, label: named(value) }))}
      onChange={props.onChange}
    />
  );
}

/** What was said of the entry on its way to a version, with how it was answered. */
function VersionRemarks({ remarks }: { remarks: readonly EntryRemark[] }) {
  const { now } = useLawTime();
  if (remarks.length === 0) return <span className="muted">无</span>;
  return (
    <details>
      <summary>{remarks.length} 条</summary>
      <ul className="small">
        {remarks.map((remark) => (
          <li key={remark.id}>
            <b>{remark.title}</b>：{remark.detail}
            <span className="muted block">
              {remark.by.party} {remark.by.person}，{instantText(remark.at, now)}
              {remark.inside && "，本单位内部"}
              {remark.answer !== null &&
                `；${remark.answer === "kept" ? "不改" : "已改好"}${remark.note === "" ? "" : `：${remark.note}`}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The remarks of a version are those said after the one before it came into force. */
const saidOf = (
  remarks: readonly EntryRemark[],
  { publishedAt }: EntryVersionSummary,
  former: EntryVersionSummary | undefined,
) => remarks.filter(({ at }) => at <= publishedAt && (former === undefined || at > former.publishedAt));

function History(props: { versions: readonly EntryVersionSummary[]; remarks: readonly EntryRemark[] }) {
  const { versions, remarks } = props;
  const { now } = useLawTime();
  const latest = versions[0];
  const next = remarks.filter(({ at }) => latest !== undefined && at > latest.publishedAt);
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">版本</th>
          <th scope="col">发布</th>
          <th scope="col">级别</th>
          <th scope="col">办件</th>
          {remarks.length > 0 && <th scope="col">退回意见</th>}
        </tr>
      </thead>
      <tbody>
        {next.length > 0 && (
          <tr>
            <td>下一版</td>
            <td colSpan={3} className="muted">
              还没有发布
            </td>
            <td data-label="退回意见">
              <VersionRemarks remarks={next} />
            </td>
          </tr>
        )}
        {versions.map((one, at) => (
          <tr key={one.version}>
            <td>第 {one.version} 版</td>
            <td className="nowrap">{instantText(one.publishedAt, now)}</td>
            <td>
              <Grade grade={one.grade} />
            </td>
            <td>
              {one.matter === null ? (
                <span className="muted">{one.filed ? "存量备案" : "由提供单位和审核单位查看"}</span>
              ) : (
                <a href={`/desk/matters/${one.matter.id}`}>{one.matter.number}</a>
              )}
            </td>
            {remarks.length > 0 && (
              <td data-label="退回意见">
                <VersionRemarks remarks={saidOf(remarks, one, versions[at + 1])} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Versions({ entry, versions }: { entry: Entry; versions: readonly EntryVersionSummary[] }) {
  const search = route.useSearch();
  const router = useRouter();
  const remarks = useRemarks(entry);
  const numbers = versions.map(({ version }) => String(version));
  const choices = entry.editable ? ["draft", ...numbers] : numbers;
  // Unless asked otherwise, what the version in force changed; with one version, what the draft changes.
  const [latest, former] = numbers.length > 1 ? numbers : choices;
  const to = search.to ?? latest ?? "";
  const from = search.from ?? former ?? "";
  const go = (change: { from?: string; to?: string }) =>
    router.history.push(`/desk/entries/${entry.id}/versions${queryString({ from, to, ...change })}`);
  if (versions.length === 0)
    return (
      <Empty action={<a href={`/desk/entries/${entry.id}`}>看目录</a>}>
        还没有发布过，没有版本可以对照。
      </Empty>
    );
  return (
    <>
      <Section title="历次版本" aside={<LawTag citation="12¶4" />}>
        <History versions={versions} remarks={remarks} />
      </Section>
      <Section title="对照">
        {choices.length < 2 ? (
          <p className="muted">只有一个版本，没有可以对照的。</p>
        ) : (
          <>
            <p className="filters">
              <Chooser
                label="从哪一版"
                value={from}
                choices={choices}
                onChange={(value) => go({ from: value })}
              />
              <Chooser
                label="到哪一版"
                value={to}
                choices={choices}
                onChange={(value) => go({ to: value })}
              />
            </p>
            <Comparison id={entry.id} from={from} to={to} />
          </>
        )}
      </Section>
    </>
  );
}

export function VersionsPage() {
  const { id } = route.useParams();
  const read = useQuery({
    queryKey: ["entry-versions", id],
    queryFn: () => Promise.all([api.entry(id), api.versions(id)]),
  });
  const name = entryTitle(read.data?.[0].name ?? "目录");
  useTitle(`${name} 的版本`);
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "数据目录", href: "/desk/entries" },
          { title: name, href: `/desk/entries/${id}` },
          { title: "版本" },
        ]}
      />
      <header className="page-head">
        <h1>{name}</h1>
      </header>
      <Loaded read={read} rows={8}>
        {([entry, versions]) => <Versions entry={entry} versions={versions.items} />}
      </Loaded>
    </>
  );
}
