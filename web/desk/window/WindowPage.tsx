import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import type { ProcedureInfo } from "../../../src/contract/matter.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { StartForm } from "../matters/StartForm.tsx";
import { Applicant, checkAtWindow, nobodyYet, whoCame } from "./Applicant.tsx";

const route = getRouteApi("/window");

interface Subject {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
}

/** What papers of a kind may be about: objections concern what is open, the others what is published inside. */
async function subjectsFor(kind: string, q: string): Promise<Subject[]> {
  if (kind === kinds.objectToDataset) {
    const { items } = await api.datasets({ q, limit: 50 });
    return items.map(({ id, name, providerName }) => ({ id, name, provider: providerName }));
  }
  const { items } = await api.entries({ q, status: "published", limit: 50 });
  return items.map(({ id, name, provider }) => ({ id, name, provider: provider.name }));
}

/** The data that the paper is about, found by its name. */
function SubjectChoice(props: { kind: string; id: string | undefined; onChoose: (id: string) => void }) {
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: ["window-subjects", props.kind, q],
    queryFn: () => subjectsFor(props.kind, q),
  });
  return (
    <div className="form-grid">
      <Field id="window-search" title="按名称查找">
        <input
          id="window-search"
          className="input"
          type="search"
          maxLength={100}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      </Field>
      <Field
        id="window-subject"
        title="针对的数据"
        hint={found.data?.length === 0 ? "没有找到可以办理的数据，请换个词。" : null}
      >
        <select
          id="window-subject"
          className="input"
          value={props.id ?? ""}
          onChange={(event) => props.onChoose(event.target.value)}
        >
          <option value="">请选择</option>
          {found.data?.map((subject) => (
            <option key={subject.id} value={subject.id}>
              {subject.name}（{subject.provider}）
            </option>
          ))}
        </select>
      </Field>
      {found.error !== null && <Failure error={found.error} retry={() => found.refetch()} />}
    </div>
  );
}

function PaperForm({ info, entry }: { info: ProcedureInfo; entry: Entry }) {
  const router = useRouter();
  const isPerson = info.opens.public;
  const [came, setCame] = useState(nobodyYet);
  const [missing, setMissing] = useState<FieldError[]>([]);
  return (
    <StartForm
      info={info}
      entry={entry}
      {...(info.kind === kinds.objectToDataset ? { evidence: "请附上证据材料，没有证据不能中止开放" } : {})}
      check={() => {
        const found = checkAtWindow(came, isPerson);
        setMissing(found);
        return found;
      }}
      send={(stated, key) =>
        api.enterAtWindow({ kind: info.kind, subject: entry.id, ...stated, ...whoCame(came, isPerson) }, key)
      }
      onStarted={({ id }) => router.history.push(`/desk/matters/${id}`)}
    >
      <Applicant isPerson={isPerson} came={came} errors={missing} onChange={setCame} />
    </StartForm>
  );
}

/** 窗口登记: the receiving office enters what people bring on paper, and gives them the receipt. */
export function WindowPage() {
  useTitle("窗口登记");
  const router = useRouter();
  const { kind, subject } = route.useSearch();
  const procedures = useQuery({ queryKey: ["procedures"], queryFn: api.procedures });
  const entry = useQuery({
    queryKey: ["entry", subject],
    queryFn: () => api.entry(subject ?? ""),
    enabled: subject !== undefined,
    // What was typed stays while another subject is read.
    placeholderData: keepPreviousData,
  });
  const choose = (search: { kind?: string; subject?: string }) =>
    router.history.push(`/desk/window?${new URLSearchParams(search)}`);
  return (
    <>
      <Breadcrumb trail={[{ title: "待办", href: "/desk/" }, { title: "窗口登记" }]} />
      <header className="page-head">
        <h1>窗口登记</h1>
        <p className="sub">
          申请人或者代理人带来的纸质材料由接收单位当场录入，出具可以查验的回执；录入的人不参与审批。
        </p>
      </header>
      <Loaded read={procedures}>
        {({ items }) => {
          const onPaper = items.filter((info) => info.onPaper);
          const info = onPaper.find((candidate) => candidate.kind === kind);
          if (onPaper.length === 0) return <Empty>没有可以在窗口登记的事项。</Empty>;
          return (
            <>
              <Section
                title="事项"
                aside={info !== undefined && <LawTag citation={String(info.articles[0])} />}
              >
                <fieldset className="action-choice">
                  <legend className="sr-only">事项</legend>
                  {onPaper.map((candidate) => (
                    <label key={candidate.kind}>
                      <input
                        type="radio"
                        name="kind"
                        checked={candidate.kind === kind}
                        onChange={() => choose({ kind: candidate.kind })}
                      />
                      {candidate.title}
                    </label>
                  ))}
                </fieldset>
                {info !== undefined && (
                  <SubjectChoice
                    key={info.kind}
                    kind={info.kind}
                    id={subject}
                    onChoose={(id) => choose({ kind: info.kind, subject: id })}
                  />
                )}
              </Section>
              {entry.error !== null && <Failure error={entry.error} retry={() => entry.refetch()} />}
              {info !== undefined && entry.data !== undefined && (
                <PaperForm key={info.kind} info={info} entry={entry.data} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
