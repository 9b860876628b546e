import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button, Input, Radio } from "antd";
import { useState } from "react";
import { duplicateChoice, type Likeness, type Likenesses } from "../../../src/contract/duplicates.ts";
import type { Entry } from "../../../src/contract/entry.ts";
import { type Beside, besides } from "../../../src/contract/entry-comparison.ts";
import { duplicateChoiceLabel } from "../../../src/contract/labels.zh.ts";
import type { Matter } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Scroll, Section, useTitle } from "../../shared/Page.tsx";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";
import { kindsText, useLikenesses } from "./Likenesses.tsx";
import { useAreas } from "./useAreas.ts";

const route = getRouteApi("/matters/$id/compare/$other");

function Table({ rows, left, right }: { rows: readonly Beside[]; left: string; right: string }) {
  return (
    <Scroll label="两个目录对照">
      <table className="ruled beside">
        <thead>
          <tr>
            <th scope="col">栏目</th>
            <th scope="col">送审：{left}</th>
            <th scope="col">已发布：{right}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.title} className={row.same ? undefined : "differs"}>
              <th scope="row">
                {row.title}
                {!row.same && <span className="muted small block">不同</span>}
              </th>
              <td>{row.left === "" ? <span className="muted">无</span> : row.left}</td>
              <td>{row.right === "" ? <span className="muted">无</span> : row.right}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const consequence = {
  merge: "本件退回送审单位，要求并入对方的目录。",
  keep: "两个目录都保留，本件可以继续办理。",
  return: "本件退回送审单位修改。",
} as const;
type Choice = keyof typeof consequence;

function Decide({ matter, pair }: { matter: Matter; pair: Likeness }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [choice, setChoice] = useState<Choice>("keep");
  const [reason, setReason] = useState("");
  const decide = useOnce(
    (key) =>
      api.decideLikeness(matter.id, { other: pair.other.id, choice, reason, version: matter.version }, key),
    {
      onSuccess: () => {
        queries.invalidateQueries();
        router.history.push(`/desk/matters/${matter.id}`);
      },
    },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        decide.mutate();
      }}
    >
      <Radio.Group
        aria-label="决定"
        value={choice}
        options={duplicateChoice.options.map((value) => ({ value, label: duplicateChoiceLabel[value] }))}
        onChange={({ target }) => setChoice(duplicateChoice.parse(target.value))}
      />
      <p className="muted small">{consequence[choice]}</p>
      <label htmlFor="reason">理由</label>
      <Input.TextArea
        id="reason"
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      {decide.error !== null && <Failure error={decide.error} />}
      <p className="acts">
        <Button
          type="primary"
          htmlType="submit"
          danger={choice !== "keep"}
          loading={decide.isPending}
          disabled={reason.trim() === ""}
        >
          {duplicateChoiceLabel[choice]}
        </Button>
      </p>
    </form>
  );
}

function Decided({ decision }: { decision: NonNullable<Likeness["decision"]> }) {
  return (
    <Facts
      facts={[
        { label: "决定", value: duplicateChoiceLabel[decision.choice] },
        { label: "办理", value: `${decision.office} ${decision.by.name}，${instantText(decision.at)}` },
        { label: "理由", value: decision.reason, wide: true },
        { label: "操作存证", value: <ReceiptCheck receipt={decision.receipt} /> },
      ]}
    />
  );
}

function Comparison(props: { matter: Matter; entry: Entry; other: Entry; likenesses: Likenesses }) {
  const { matter, entry, other, likenesses } = props;
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const pair = likenesses.items.find((one) => one.other.id === other.id);
  const rows = besides(entry.draft, other.published ?? other.draft, useAreas());
  const different = rows.filter(({ same }) => !same);
  if (pair === undefined)
    return (
      <Empty action={<a href={`/desk/matters/${matter.id}`}>回到办件</a>}>这两个目录没有重复或者冲突。</Empty>
    );
  return (
    <>
      <header className="page-head">
        <h1>
          对照“{entry.draft.name}”和“{other.name}”
        </h1>
        <p className="sub">
          {kindsText(pair)}
          <LawTag citation="12¶4" />
        </p>
      </header>
      <Section
        title="逐项对照"
        note={`${rows.length} 栏，${different.length} 栏不同`}
        aside={
          <button type="button" className="link-button" onClick={() => setOnlyDifferent(!onlyDifferent)}>
            {onlyDifferent ? "显示全部" : "只看不同的"}
          </button>
        }
      >
        <Table
          rows={onlyDifferent ? different : rows}
          left={entry.provider.name}
          right={other.provider.name}
        />
      </Section>
      <Section title="决定" note="写入操作存证">
        {pair.decision !== null && <Decided decision={pair.decision} />}
        {likenesses.mayDecide ? (
          <Decide matter={matter} pair={pair} />
        ) : (
          pair.decision === null && <p className="muted">由正在审核、校核、复核的单位决定。</p>
        )}
      </Section>
    </>
  );
}

/** Two entries side by side for whoever consolidates (Art. 12 ¶4): what differs, and what is to become of them. */
export function ComparePage() {
  const { id, other } = route.useParams();
  useTitle("目录对照");
  const likenesses = useLikenesses(id);
  const read = useQuery({
    queryKey: ["compare", id, other],
    queryFn: async () => {
      const matter = await api.matter(id);
      const [entry, another] = await Promise.all([api.entry(matter.subject?.id ?? ""), api.entry(other)]);
      return { matter, entry, other: another };
    },
  });
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "待办", href: "/desk/" },
          { title: read.data?.matter.number ?? "办件", href: `/desk/matters/${id}` },
          { title: "对照" },
        ]}
      />
      <Loaded read={read} rows={12}>
        {(data) => (
          <Loaded read={likenesses} rows={12}>
            {(found) => <Comparison {...data} likenesses={found} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
