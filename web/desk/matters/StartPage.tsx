import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import type { Grant } from "../../../src/contract/grant.ts";
import { entryTitle } from "../../../src/contract/labels.zh.ts";
import type { ProcedureInfo } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { ClassesNow } from "../ch3-catalogue/ClassesNow.tsx";
import { RegradeForm } from "../ch3-catalogue/RegradeForm.tsx";
import { HoldersOf, ReturnedGrant } from "./AboutGrant.tsx";
import { StartForm } from "./StartForm.tsx";

const route = getRouteApi("/start/$kind");

const whereToChoose = {
  entry: {
    words: "先在数据目录里打开要办理的目录，再从那里发起。",
    href: "/desk/entries",
    title: "去选数据目录",
  },
  grant: { words: "先打开要办理的使用权限，再从那里发起。", href: "/desk/grants", title: "去选使用权限" },
  dataset: { words: "请在门户的数据集页面上提出。", href: "/datasets", title: "去选开放数据" },
} as const;

const ofClasses: ReadonlySet<string> = new Set([kinds.changeClass, kinds.evaluateClass]);

/** The form, once it is known what the matter is about; without that it could only be refused. */
function Begin(props: {
  info: ProcedureInfo;
  entry: Entry | undefined;
  subject: string | undefined;
  grant: string | undefined;
  held: Grant | undefined;
}) {
  const { info, entry, grant, held } = props;
  const [sure, setSure] = useState(false);
  const returned = info.kind === kinds.returnGrant ? held : undefined;
  const router = useRouter();
  const me = useQuery(sessionQuery).data;
  const subject = props.subject ?? grant;
  const form = (
    <StartForm
      info={info}
      entry={entry}
      send={(stated, key) =>
        api.submit({ kind: info.kind, ...stated, ...(subject === undefined ? {} : { subject }) }, key)
      }
      onStarted={(started) =>
        router.history.push(
          "draft" in started ? `/desk/drafts/${started.draft.id}` : `/desk/matters/${started.id}`,
        )
      }
      check={() =>
        returned === undefined || sure
          ? []
          : [{ pointer: "/sure", detail: "请勾选：知道提交后立即终止、不能恢复" }]
      }
    >
      {returned !== undefined && <ReturnedGrant grant={returned} sure={sure} onSure={setSure} />}
      {entry !== undefined && info.kind === kinds.withdrawEntry && <HoldersOf entry={entry} />}
      {entry !== undefined && ofClasses.has(info.kind) && <ClassesNow entry={entry} />}
    </StartForm>
  );
  if (entry !== undefined && info.opens.provider && entry.provider.id !== me?.party.id)
    return (
      <Empty action={<a href={`/desk/entries/${entry.id}`}>看目录</a>}>
        本事项由目录的提供单位（{entry.provider.name}）办理，本单位不能提出。
      </Empty>
    );
  if (info.kind === kinds.regrade && props.subject !== undefined)
    return entry && <RegradeForm info={info} entry={entry} />;
  if (props.subject !== undefined) return entry && form;
  if (info.subject === null || grant !== undefined) return form;
  const choice = whereToChoose[info.subject];
  return <Empty action={<a href={choice.href}>{choice.title}</a>}>{choice.words}</Empty>;
}

/** The pages above: those of what the matter is about. */
function above(entry: Entry | undefined, grant: Grant | undefined) {
  if (entry !== undefined)
    return [
      { title: "数据目录", href: "/desk/entries" },
      { title: entryTitle(entry.name), href: `/desk/entries/${entry.id}` },
    ];
  if (grant !== undefined)
    return [
      { title: "使用权限", href: "/desk/grants" },
      { title: grant.resource.entryName, href: `/desk/grants/${grant.id}` },
    ];
  return [{ title: "平台规则", href: "/desk/rules" }];
}

/** Starts any procedure by its declared form; `subject` is the entry it is about, or `grant` the grant. */
export function StartPage() {
  const { kind } = route.useParams();
  const { subject, grant } = route.useSearch();
  const procedures = useQuery({ queryKey: ["procedures"], queryFn: api.procedures });
  const entry = useQuery({
    queryKey: ["entry", subject],
    queryFn: () => api.entry(subject ?? ""),
    enabled: subject !== undefined,
  });
  const held = useQuery({
    queryKey: ["grant", grant],
    queryFn: () => api.grant(grant ?? ""),
    enabled: grant !== undefined,
  });
  const info = procedures.data?.items.find((candidate) => candidate.kind === kind);
  useTitle(info?.title ?? "发起办件");
  return (
    <>
      <Breadcrumb trail={[...above(entry.data, held.data), { title: info?.title ?? "发起办件" }]} />
      <Loaded read={procedures}>
        {() =>
          info === undefined ? (
            <Empty action={<a href="/desk/rules">看有哪些事项</a>}>没有这种事项。</Empty>
          ) : (
            <>
              <header className="page-head">
                <h1>
                  {info.title}
                  {entry.data !== undefined && `：${entryTitle(entry.data.name)}`}
                  {held.data !== undefined && `：${held.data.resource.entryName}`}
                </h1>
                <p className="sub">
                  {info.summary}
                  {info.articles.map((article) => (
                    <LawTag key={article} citation={String(article)} />
                  ))}
                </p>
              </header>
              {held.error !== null && <Failure error={held.error} retry={() => held.refetch()} />}
              {entry.error !== null && <Failure error={entry.error} retry={() => entry.refetch()} />}
              <Begin info={info} entry={entry.data} subject={subject} grant={grant} held={held.data} />
            </>
          )
        }
      </Loaded>
    </>
  );
}
