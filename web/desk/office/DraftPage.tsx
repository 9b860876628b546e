import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import type { Draft } from "../../../src/contract/office.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Loaded } from "../../shared/States.tsx";
import { fieldsOf, valueText } from "../../shared/schema.ts";
import { Opinions, StageChip } from "./DraftParts.tsx";
import { DraftReview } from "./DraftReview.tsx";

const route = getRouteApi("/drafts/$id");

function Content({ draft }: { draft: Draft }) {
  const fields = draft.formSchema === null ? [] : fieldsOf(draft.formSchema);
  const facts = fields.map((field) => {
    const value = valueText(draft.form[field.name], field);
    return { label: field.title, value, wide: value.length > 28 };
  });
  const reasons = draft.reasons === null ? [] : [{ label: "理由", value: draft.reasons, wide: true }];
  if (facts.length + reasons.length === 0) return <p className="muted">本事项不用另填内容。</p>;
  return <Facts facts={[...facts, ...reasons]} />;
}

function DraftView({ draft }: { draft: Draft }) {
  const router = useRouter();
  const { now } = useLawTime();
  const decides = Object.values(draft.may).some(Boolean);
  return (
    <>
      <header className="page-head">
        <h1>{draft.title}</h1>
        <p className="sub">
          <StageChip stage={draft.stage} />
          <span>拟办：{draft.actionTitle}</span>
          <LawTag citation={draft.article} />
          <span>起草 {draft.draftedBy.name}</span>
          <span>{instantText(draft.since, now)}</span>
          {draft.subject?.type === "entry" && (
            <a href={`/desk/entries/${draft.subject.id}${draft.may.redraft ? "/edit" : ""}`}>
              {draft.may.redraft ? "改目录" : "看目录"}
            </a>
          )}
          {draft.matter !== null && <a href={`/desk/matters/${draft.matter}`}>看办件</a>}
        </p>
      </header>
      <p className="notice">内部审签只在本单位进行，对方单位看不到；法定时限照常计算，不因送审暂停。</p>
      <Section title="拟办内容">
        <Content draft={draft} />
      </Section>
      {decides && (
        <Section title="审核">
          <DraftReview
            key={draft.version}
            draft={draft}
            onDone={(matter) => {
              if (matter !== null) router.history.push(`/desk/matters/${matter}`);
            }}
          />
        </Section>
      )}
      <Section title="审签过程">
        <Opinions draft={draft} now={now} />
      </Section>
    </>
  );
}

export function DraftPage() {
  const { id } = route.useParams();
  const draft = useQuery({ queryKey: ["draft", id], queryFn: () => api.draft(id) });
  useTitle(draft.data?.title ?? "送审件");
  return (
    <>
      <Breadcrumb
        trail={[{ title: "送审件", href: "/desk/drafts" }, { title: draft.data?.kindTitle ?? "送审件内容" }]}
      />
      <Loaded read={draft} rows={10}>
        {(data) => <DraftView draft={data} />}
      </Loaded>
    </>
  );
}
