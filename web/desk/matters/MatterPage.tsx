import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import type { Matter } from "../../../src/contract/matter.ts";
import { placesOf } from "../../../src/contract/remark.ts";
import { ActionPanel, type Widget } from "../../shared/ActionPanel.tsx";
import { api } from "../../shared/api.ts";
import { DeadlineChip, standing } from "../../shared/DeadlineChip.tsx";
import { Documents } from "../../shared/Documents.tsx";
import { FormFacts } from "../../shared/FormFacts.tsx";
import { dateText, hanging, instantText } from "../../shared/format.ts";
import { History } from "../../shared/History.tsx";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { Path } from "../../shared/Path.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Loaded } from "../../shared/States.tsx";
import { EntryContentView } from "../ch3-catalogue/EntryContentView.tsx";
import { FilingContent } from "../ch3-catalogue/FilingContent.tsx";
import { Likenesses } from "../ch3-catalogue/Likenesses.tsx";
import { RemarksOverview } from "../ch3-catalogue/Remarks.tsx";
import { Resubmission } from "../ch3-catalogue/Resubmission.tsx";
import { NeedOutcome } from "../ch5-sharing/NeedOutcome.tsx";
import { MatterOffice } from "../office/MatterOffice.tsx";
import { ColumnDecisions } from "./ColumnDecisions.tsx";
import { checkColumns } from "./columns.ts";
import { entryRemarks } from "./EntryRemarks.tsx";
import { Opinions } from "./Opinions.tsx";
import { Supervisions } from "./Supervisions.tsx";
import { useEntry, useEntryItems } from "./useEntry.ts";

const route = getRouteApi("/matters/$id");

const widgets: Readonly<Record<string, Widget>> = {
  "column-decisions": { fields: ["columns"], Component: ColumnDecisions, check: checkColumns },
  "entry-remarks": entryRemarks,
};

/** Matters in which the whole entry is under review. */
const reviewsEntry: readonly string[] = [kinds.publishEntry, kinds.declareChange];

function Head({ matter }: { matter: Matter }) {
  const { now, today } = useLawTime();
  const deadline = standing(matter);
  return (
    <header className="page-head">
      <h1 className={hanging(matter.title)}>{matter.title}</h1>
      <p className="sub">
        <b className="state-title">{matter.stateTitle}</b>
        {deadline !== undefined && <DeadlineChip deadline={deadline} today={today} />}
        {deadline?.state === "open" && <span>{dateText(deadline.dueOn, today)}到期</span>}
        <span>收到 {instantText(matter.receivedAt, now)}</span>
        {matter.holder !== null && <span>在{matter.holder.name}</span>}
        <LawTag citation={matter.article} />
      </p>
    </header>
  );
}

function SubjectLink({ matter, entry }: { matter: Matter; entry: Entry | undefined }) {
  if (matter.subject === null) return null;
  if (matter.subject.type !== "entry") return matter.subject.title;
  if (reviewsEntry.includes(matter.kind) && entry === undefined) {
    return <span className="muted">提供部门修改并再次提交后，可以查看目录</span>;
  }
  const toMend = entry?.status === "draft" && matter.actions.length > 0;
  return (
    <>
      <a href={`/desk/entries/${matter.subject.id}`}>{matter.subject.title}</a>
      {toMend && <a href={`/desk/entries/${matter.subject.id}/edit`}>去修改</a>}
    </>
  );
}

function MatterView({ matter }: { matter: Matter }) {
  const { now, today } = useLawTime();
  const queries = useQueryClient();
  const entry = useEntry(matter);
  const items = useEntryItems(matter);
  const [done, setDone] = useState<string | null>(null);
  const places = entry === undefined ? [] : placesOf(entry.draft);
  const names = new Map([
    ...Object.entries(matter.names),
    ...items.map((item) => [item.column, item.name] as const),
    ...places.map(({ place, title }) => [place, title] as const),
  ]);
  if (matter.kind === kinds.fileStock) names.set(String(matter.form.filing), "见“批次内容”");
  return (
    <div className="matter">
      <Section title="办理过程">
        <Path matter={matter} today={today} now={now} />
      </Section>
      <div>
        {matter.window !== null && (
          <p className="notice">
            {instantText(matter.window.at, now)}在{matter.window.office.name}窗口登记，录入人
            {matter.window.by.name}
            {matter.window.agent !== null && `，代理人${matter.window.agent}`}。
          </p>
        )}
        {done !== null && (
          <p className="chip done large" role="status">
            {done}
          </p>
        )}
        <Section title="申请内容" aside={<SubjectLink matter={matter} entry={entry} />}>
          <FormFacts matter={matter} names={names} />
          {matter.kind === kinds.stateNeed && <NeedOutcome matter={matter} />}
        </Section>
        {matter.kind === kinds.fileStock && <FilingContent id={String(matter.form.filing)} />}
        {[kinds.publishEntry, kinds.declareChange].some((kind) => kind === matter.kind) && !matter.closed && (
          <Likenesses matter={matter.id} />
        )}
        {reviewsEntry.includes(matter.kind) && entry !== undefined && (
          <>
            <Resubmission matter={matter} />
            <EntryContentView entry={entry} />
            <RemarksOverview entry={entry} />
          </>
        )}
        {matter.actions.length + matter.withheld.length > 0 && (
          <Section title="办理">
            {matter.withheld.map((reason) => (
              <p key={reason} className="notice">
                {reason}
              </p>
            ))}
            <ActionPanel
              matter={matter}
              widgets={widgets}
              onStale={() => queries.invalidateQueries({ queryKey: ["matter", matter.id] })}
              onActed={(acted) => {
                const drafted = acted.office?.draft != null;
                setDone(drafted ? "已送审，审结后生效。" : `已办理，现在是“${acted.stateTitle}”。`);
                queries.setQueryData(["matter", matter.id], acted);
                queries.invalidateQueries();
              }}
            />
          </Section>
        )}
        {matter.supervisions.length + matter.supervisable.length > 0 && (
          <Section title="催办督办">
            <Supervisions
              matter={matter}
              now={now}
              today={today}
              onChanged={(changed) => queries.setQueryData(["matter", matter.id], changed)}
            />
          </Section>
        )}
        {matter.office !== null && <MatterOffice matter={matter} office={matter.office} now={now} />}
        <Opinions matter={matter.id} />
        <div className="pair">
          <Section title="文书与附件">
            <Documents matter={matter} now={now} />
          </Section>
          <Section title="办理历史">
            <History matter={matter} now={now} names={names} />
          </Section>
        </div>
      </div>
    </div>
  );
}

export function MatterPage() {
  const { id } = route.useParams();
  const matter = useQuery({ queryKey: ["matter", id], queryFn: () => api.matter(id) });
  useTitle(matter.data?.title ?? "办件");
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "待办", href: "/desk/" },
          { title: matter.data?.kindTitle ?? "办件" },
          ...(matter.data === undefined ? [] : [{ title: matter.data.number }]),
        ]}
      />
      <Loaded read={matter} rows={12}>
        {(data) => (
          <>
            <Head matter={data} />
            <MatterView matter={data} key={data.id} />
          </>
        )}
      </Loaded>
    </>
  );
}
