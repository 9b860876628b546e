import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import { entryStatusLabel } from "../../../src/contract/labels.zh.ts";
import type { Attachment, ProcedureInfo } from "../../../src/contract/matter.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { AttachmentsInput } from "../../shared/Attachments.tsx";
import { api, type Form } from "../../shared/api.ts";
import { ErrorSummary } from "../../shared/Field.tsx";
import { ApiError } from "../../shared/http.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { controlOfPointer, SchemaForm } from "../../shared/SchemaForm.tsx";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { type Choice, fieldsOf, formToSend, initialForm, missing } from "../../shared/schema.ts";

const route = getRouteApi("/start/$kind");

/** Items of the entry, offered where the declared form asks for its columns. */
function columnChoices(entry: Entry | undefined): Record<string, Choice[]> {
  const content = entry?.published ?? entry?.draft;
  if (content === undefined) return {};
  const columns = content.items.map((item) => ({
    value: item.column,
    label: item.name,
    note: `${item.grade}级`,
  }));
  return { columns };
}

/** Entries of the caller's own unit, offered where a form asks which are concerned. */
function useOwnEntries(wanted: boolean): Record<string, Choice[]> {
  const read = useQuery({
    queryKey: ["entries", "own"],
    queryFn: () => api.entries({ mine: true, limit: 200 }),
    enabled: wanted,
  });
  if (!wanted) return {};
  const entries = (read.data?.items ?? []).map((entry) => ({
    value: entry.id,
    label: entry.name === "" ? "未命名的目录" : entry.name,
    note: entryStatusLabel[entry.status],
  }));
  return { entries };
}

function StartForm(props: { info: ProcedureInfo; entry: Entry | undefined; grant: string | undefined }) {
  const { info, entry } = props;
  const subject = entry?.id ?? props.grant;
  const router = useRouter();
  const fields = fieldsOf(info.form);
  const [form, setForm] = useState<Form>(() => initialForm(fields));
  const [attached, setAttached] = useState<Attachment[]>([]);
  const [found, setFound] = useState<FieldError[]>([]);
  const key = useRef(crypto.randomUUID());
  const start = useMutation({
    mutationFn: () => {
      const attachments = attached.map((attachment) => attachment.id);
      const body = { kind: info.kind, form: formToSend(fields, form), attachments };
      return api.submit(subject === undefined ? body : { ...body, subject }, key.current);
    },
    onSuccess: (started) =>
      router.history.push(
        "draft" in started ? `/desk/drafts/${started.draft.id}` : `/desk/matters/${started.id}`,
      ),
    onError: (error) => {
      if (!(error instanceof ApiError) || error.status !== 0) key.current = crypto.randomUUID();
    },
  });
  const refused = start.error instanceof ApiError ? start.error : null;
  const errors = found.length > 0 ? found : (refused?.errors ?? []);
  const choices = columnChoices(entry);
  const own = useOwnEntries(fields.some((field) => field.name === "entries"));
  const known = { ...(fields.some((field) => field.name === "columns") ? choices : {}), ...own };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const problems = missing(fields, form);
        setFound(problems);
        if (problems.length === 0) start.mutate();
      }}
    >
      <ErrorSummary errors={errors} fieldId={(pointer) => controlOfPointer("start", pointer)} />
      {refused !== null && errors.length === 0 && <Failure error={refused} />}
      <Section title="申请内容" note={fields.length === 0 ? "本事项不用另填内容" : undefined}>
        <SchemaForm
          id="start"
          fields={fields}
          form={form}
          errors={errors}
          onChange={setForm}
          choices={known}
        />
        <AttachmentsInput title="附件（选填）" attached={attached} onChange={setAttached} />
      </Section>
      <div className="action-bar">
        <button type="submit" className="button primary" disabled={start.isPending}>
          提交
        </button>
      </div>
    </form>
  );
}

const whereToChoose = {
  entry: {
    words: "先在数据目录里打开要办理的目录，再从那里发起。",
    href: "/desk/entries",
    title: "去选数据目录",
  },
  grant: { words: "先打开要办理的使用权限，再从那里发起。", href: "/desk/grants", title: "去选使用权限" },
  dataset: { words: "请在门户的数据集页面上提出。", href: "/datasets", title: "去选开放数据" },
} as const;

/** The form, once it is known what the matter is about; without that it could only be refused. */
function Begin(props: {
  info: ProcedureInfo;
  entry: Entry | undefined;
  subject: string | undefined;
  grant: string | undefined;
}) {
  const { info, entry, subject, grant } = props;
  if (subject !== undefined) return entry && <StartForm info={info} entry={entry} grant={undefined} />;
  if (info.subject === null || grant !== undefined)
    return <StartForm info={info} entry={undefined} grant={grant} />;
  const choice = whereToChoose[info.subject];
  return <Empty action={<a href={choice.href}>{choice.title}</a>}>{choice.words}</Empty>;
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
  const info = procedures.data?.items.find((candidate) => candidate.kind === kind);
  useTitle(info?.title ?? "发起办件");
  return (
    <>
      <Breadcrumb
        trail={[{ title: "平台规则", href: "/desk/rules" }, { title: info?.title ?? "发起办件" }]}
      />
      <Loaded read={procedures}>
        {() =>
          info === undefined ? (
            <Empty action={<a href="/desk/rules">看有哪些事项</a>}>没有这种事项。</Empty>
          ) : (
            <>
              <header className="page-head">
                <h1>
                  {info.title}
                  {entry.data !== undefined && `：${entry.data.name}`}
                </h1>
                <p className="sub">
                  {info.summary}
                  {info.articles.map((article) => (
                    <LawTag key={article} citation={String(article)} />
                  ))}
                </p>
              </header>
              {entry.error !== null && <Failure error={entry.error} retry={() => entry.refetch()} />}
              <Begin info={info} entry={entry.data} subject={subject} grant={grant} />
            </>
          )
        }
      </Loaded>
    </>
  );
}
