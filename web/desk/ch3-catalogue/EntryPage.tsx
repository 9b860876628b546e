import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import { entryTitle } from "../../../src/contract/labels.zh.ts";
import type { Me } from "../../../src/contract/session.ts";
import { api } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { dateText, instantText } from "../../shared/format.ts";
import { ApiError } from "../../shared/http.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Grade, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Failure, Loaded } from "../../shared/States.tsx";
import { Classes } from "./Classes.tsx";
import { EntryContentView } from "./EntryContentView.tsx";
import { Grading } from "./Grading.tsx";
import { Interface } from "./Interface.tsx";
import { RemarksOverview } from "./Remarks.tsx";
import { Resources } from "./Resources.tsx";
import { StatusChip } from "./StatusChip.tsx";
import { GonePage, Withdrawal } from "./Withdrawal.tsx";

const route = getRouteApi("/entries/$id");

/** A draft that was never submitted may be thrown away. */
function DropDraft({ entry }: { entry: Entry }) {
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const queries = useQueryClient();
  const drop = useMutation({
    mutationFn: () => api.dropEntry(entry.id),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["entries"] });
      router.history.push("/desk/entries");
    },
  });
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        删除草稿
      </Button>
      {asking && (
        <Dialog title={`删除草稿“${entryTitle(entry.name)}”`} onClose={() => setAsking(false)}>
          <p>草稿从未报送，删除后不能找回。</p>
          {drop.error !== null && <Failure error={drop.error} />}
          <p className="acts">
            <Button autoFocus onClick={() => setAsking(false)}>
              不删除
            </Button>
            <Button danger loading={drop.isPending} onClick={() => drop.mutate()}>
              删除草稿
            </Button>
          </p>
        </Dialog>
      )}
    </>
  );
}

function Acts({ entry, me }: { entry: Entry; me: Me | null | undefined }) {
  const start = (kind: string) => `/desk/start/${kind}?subject=${entry.id}`;
  const own = entry.provider.id === me?.party.id;
  return (
    <div className="acts">
      {entry.editable && entry.status === "draft" && entry.matterId === null && <DropDraft entry={entry} />}
      {entry.matterId !== null && (
        <a className="button" href={`/desk/matters/${entry.matterId}`}>
          看办件
        </a>
      )}
      {entry.editable && (
        <a className="button" href={`/desk/entries/${entry.id}/edit`}>
          {entry.published === null ? "编辑" : "更新目录"}
        </a>
      )}
      {entry.published !== null && entry.editable && (
        <a className="button" href={start(kinds.declareChange)}>
          申报依据或职能变化
        </a>
      )}
      {entry.published !== null && entry.editable && (
        <a className="button" href={start(kinds.withdrawEntry)}>
          撤销目录
        </a>
      )}
      {own && entry.published !== null && entry.openingClass !== "not-open" && (
        <a className="button" href={start(kinds.publishDataset)}>
          申请开放
        </a>
      )}
      {entry.published !== null &&
        entry.sharingClass !== "not-shared" &&
        entry.provider.id !== me?.party.id && (
          <a className="button primary" href={start(kinds.applyForSharing)}>
            申请共享
          </a>
        )}
    </div>
  );
}

/** Where a filed entry comes from; the day of its approval there starts nothing here. */
function Origin({ filed }: { filed: NonNullable<Entry["filed"]> }) {
  const { now, today } = useLawTime();
  return (
    <Section title="存量备案" note="原批准日期只作记载，不起算时限" aside={<LawTag citation="12¶1" />}>
      <Facts
        facts={[
          { label: "原目录代码", value: <code>{filed.oldCode}</code> },
          { label: "原批准日期", value: dateText(filed.approvedOn, today) },
          { label: "原批准单位", value: filed.approver },
          { label: "原批准文号", value: filed.document },
          { label: "备案时间", value: instantText(filed.at, now) },
        ]}
      />
    </Section>
  );
}

function EntryView({ entry }: { entry: Entry }) {
  const me = useQuery(sessionQuery).data;
  const { now } = useLawTime();
  return (
    <>
      <header className="page-head">
        <h1>{entryTitle(entry.name)}</h1>
        <Acts entry={entry} me={me} />
        <p className="sub">
          <StatusChip status={entry.status} />
          <Grade grade={entry.grade} />
          {entry.publishedVersion !== null && (
            <a href={`/desk/entries/${entry.id}/versions`}>第 {entry.publishedVersion} 版，看历次版本</a>
          )}
          {entry.publishedAt !== null && <span>{instantText(entry.publishedAt, now)}发布</span>}
          <span className="mono">{entry.catalogueCode ?? entry.code}</span>
          {entry.filed !== null && <span className="chip later">存量备案</span>}
        </p>
      </header>
      {entry.status === "withdrawn" && <Withdrawal id={entry.id} />}
      {entry.filed !== null && <Origin filed={entry.filed} />}
      <EntryContentView entry={entry} />
      <Grading entry={entry} />
      <RemarksOverview entry={entry} />
      <Classes entry={entry} />
      {me !== undefined && me !== null && <Resources entry={entry} me={me} />}
      {me !== undefined && me !== null && <Interface entry={entry} me={me} />}
    </>
  );
}

function Found({ entry }: { entry: UseQueryResult<Entry> }) {
  const title = entryTitle(entry.data?.name ?? "数据目录");
  useTitle(title);
  return (
    <>
      <Breadcrumb trail={[{ title: "数据目录", href: "/desk/entries" }, { title }]} />
      <Loaded read={entry} rows={12}>
        {(data) => <EntryView entry={data} />}
      </Loaded>
    </>
  );
}

export function EntryPage() {
  const { id } = route.useParams();
  const entry = useQuery({ queryKey: ["entry", id], queryFn: () => api.entry(id) });
  const isGone = entry.error instanceof ApiError && entry.error.code === "entry_gone";
  return isGone ? <GonePage id={id} /> : <Found entry={entry} />;
}
