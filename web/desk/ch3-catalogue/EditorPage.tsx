import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect } from "react";
import type { EntryContent } from "../../../src/contract/entry.ts";
import { entryTitle } from "../../../src/contract/labels.zh.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { api } from "../../shared/api.ts";
import { ErrorSummary } from "../../shared/Field.tsx";
import { ApiError } from "../../shared/http.ts";
import { Icon } from "../../shared/Icon.tsx";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";
import { Conflict } from "./Conflict.tsx";
import { EditorSections } from "./EditorSections.tsx";
import type { EditedEntry } from "./editorFields.tsx";
import { fieldId, isBlank, issueErrors, numberOf, sections, ticksOf } from "./fields.ts";
import { LeaveGuard } from "./LeaveGuard.tsx";
import { RemarkList } from "./Remarks.tsx";
import { StatusChip } from "./StatusChip.tsx";
import { hasUnnamedItem, type SaveState, savesDone, useDraft } from "./useDraft.ts";
import { RemarksOfEntry, useRemarks } from "./useRemarks.ts";

const openStages: readonly string[] = ["section-head", "chief-data-officer", "returned"];
const route = getRouteApi("/entries/$id/edit");

const saveWords: Record<SaveState, string> = {
  blank: "填写后自动保存，没有填写不留草稿",
  saved: "已自动保存",
  waiting: "有改动，即将保存",
  saving: "正在保存",
  conflict: "没有保存：他人已改过",
  failed: "没有保存成功，内容还在本页",
};

function Index({ content, errors }: { content: EntryContent; errors: readonly FieldError[] }) {
  const ticks = ticksOf(content, errors);
  const filled = ticks.filter((tick) => tick.state === "filled").length;
  const wrongIn = (section: (typeof sections)[number]) =>
    errors.filter((error) => {
      const number = numberOf(error.pointer);
      return number >= section.from && number <= section.to;
    }).length;
  return (
    <aside className="editor-index" aria-label="填写进度">
      <p>
        <b>完整程度 {filled} / 18</b>
        <LawTag citation="12" />
      </p>
      <div className="ticks" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick.number} className={tick.state} />
        ))}
      </div>
      <p className="muted small">每格一个法定栏目，红色为有错</p>
      <ul>
        {sections.map((section) => {
          const wrong = wrongIn(section);
          const blank = ticks.some(
            ({ number, state }) => number >= section.from && number <= section.to && state === "blank",
          );
          return (
            <li key={section.id}>
              <a href={`#${section.id}`}>
                {section.title}
                <span className="muted small">
                  {section.from}–{section.to}
                </span>
              </a>
              {wrong > 0 && <b className="late small">{wrong} 处</b>}
              {wrong === 0 && blank && <span className="muted small">未填完</span>}
              {wrong === 0 && !blank && (
                <span className="good">
                  <Icon name="check" />
                  <span className="sr-only">已填</span>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </aside>
  );
}

/** The open matter of a returned entry: it goes on there, where the reasons are, and is not submitted a second time. */
function useOpenMatter(entry: EditedEntry): string | null {
  const { matterId } = entry;
  const { data } = useQuery({
    queryKey: ["matter", matterId],
    queryFn: () => api.matter(matterId ?? ""),
    enabled: matterId !== null,
  });
  return data === undefined || data.closed ? null : data.id;
}

/** Once there is a draft the address is its own, in place: focus and text stay, and going back leads past it. */
function useOwnAddress({ id, draftVersion }: EditedEntry): void {
  const isNew = route.useSearch().new !== undefined;
  const navigate = useNavigate();
  useEffect(() => {
    if (isNew && draftVersion > 0) navigate({ to: `/entries/${id}/edit`, replace: true, resetScroll: false });
  }, [isNew, id, draftVersion, navigate]);
}

/** The draft of its submission that the head of the office sent back: it goes on there. */
function useOpenDraft(entry: EditedEntry): string | null {
  const drafts = useQuery({ queryKey: ["drafts", "all"], queryFn: () => api.drafts("all") });
  const open = drafts.data?.items.find(
    ({ subject, stage }) => subject?.id === entry.id && openStages.includes(stage),
  );
  return open?.id ?? null;
}

/** In the order of the form; what has no number comes last. */
const placeOf = ({ pointer }: FieldError): number => numberOf(pointer) || 99;

function Editor({ entry }: { entry: EditedEntry }) {
  const draft = useDraft(entry);
  const openMatter = useOpenMatter(entry);
  const openDraft = useOpenDraft(entry);
  const remarks = useRemarks(draft.saved);
  const router = useRouter();
  const queries = useQueryClient();
  useOwnAddress(draft.saved);
  const submit = useOnce(
    async (key) => {
      if (draft.state !== "saved" && !(await draft.save())) return null;
      if (openDraft !== null) return `/desk/drafts/${openDraft}`;
      if (openMatter !== null) return `/desk/matters/${openMatter}`;
      const opening = { kind: kinds.publishEntry, subject: entry.id, form: {}, attachments: [] };
      const started = await api.submit(opening, key);
      return "draft" in started ? `/desk/drafts/${started.draft.id}` : `/desk/matters/${started.id}`;
    },
    {
      onSuccess: (next) => {
        if (next === null) return;
        queries.invalidateQueries();
        router.history.push(next);
      },
    },
  );
  const blank = draft.state === "blank";
  const refused = submit.error instanceof ApiError ? submit.error : null;
  const found = issueErrors(draft.saved);
  // What nobody has filled in yet is unfinished, not wrong, until it has been submitted once.
  const asked = refused !== null || entry.matterId !== null;
  const open = asked ? found : found.filter(({ pointer }) => !isBlank(draft.content, pointer));
  // What the platform did not even save stands at its field too, until it is mended.
  const refusedAt = draft.failure instanceof ApiError ? draft.failure.errors : [];
  const unsaved = refusedAt.filter(({ pointer }) => pointer.startsWith("/draft/"));
  const last = refused === null || refused.errors.length === 0 ? open : refused.errors;
  // The platform has looked at what is saved: of what is newer it is known only what is still blank.
  const checked = unsaved.length === 0 ? last : last.filter(({ pointer }) => isBlank(draft.content, pointer));
  const errors = [...unsaved, ...checked].toSorted((one, other) => placeOf(one) - placeOf(other));
  return (
    <>
      <header className="page-head">
        <h1 className="as-typed">{entryTitle(draft.content.name)}</h1>
        <div className="acts">
          {entry.publishedVersion !== null && (
            <a
              className="button"
              href={`/desk/entries/${entry.id}/versions?from=${entry.publishedVersion}&to=draft`}
            >
              与第 {entry.publishedVersion} 版对照
            </a>
          )}
          <Button disabled={blank} onClick={draft.save} loading={draft.state === "saving"}>
            存草稿
          </Button>
          <Button type="primary" disabled={blank} loading={submit.isPending} onClick={() => submit.mutate()}>
            {openDraft !== null ? "去送审件" : openMatter !== null ? "去办件重新提交" : "提交审核"}
          </Button>
        </div>
        <p className="sub">
          <StatusChip status={draft.saved.status} />
          <span role="status">
            {draft.state === "waiting" && hasUnnamedItem(draft.content)
              ? "填好数据项的名称和字段名后自动保存"
              : saveWords[draft.state]}
          </span>
        </p>
      </header>
      <LeaveGuard {...draft} />
      {draft.state === "conflict" && (
        <Conflict id={entry.id} mine={draft.content} onResolve={draft.resolve} />
      )}
      {draft.state === "failed" && draft.failure !== null && unsaved.length === 0 && (
        <Failure error={draft.failure} retry={draft.save} retryWords="再存一次" />
      )}
      {refused !== null && refused.code !== "entry_incomplete" && <Failure error={refused} />}
      {refused?.code === "class_change_needed" && (
        <p className="acts">
          <a className="button" href={`/desk/start/${kinds.changeClass}?subject=${entry.id}`}>
            申请变更属性
          </a>
        </p>
      )}
      <div className="editor">
        <Index content={draft.content} errors={errors} />
        <div>
          <RemarksOfEntry value={{ entryId: entry.id, remarks }}>
            <RemarkList entryId={entry.id} content={draft.content} remarks={remarks} />
            {refused === null ? (
              <Issues errors={errors} />
            ) : (
              <ErrorSummary errors={errors} fieldId={fieldId} />
            )}
            <EditorSections
              entry={draft.saved}
              content={draft.content}
              errors={errors}
              onChange={(content) => {
                // What was refused is being mended: from here on the draft's own checks speak.
                if (refused !== null) submit.reset();
                draft.change(content);
              }}
            />
          </RemarksOfEntry>
        </div>
      </div>
    </>
  );
}

/** What submission would refuse now; unlike the summary after a refusal it leaves the focus where it is. */
function Issues({ errors }: { errors: readonly FieldError[] }) {
  if (errors.length === 0) return null;
  return (
    <div className="error-summary">
      <h2>
        <Icon name="error" className="error-icon" />
        还有 {errors.length} 处要改，改完才能提交
      </h2>
      <ul>
        {errors.map((error) => (
          <li key={error.pointer + error.detail}>
            {numberOf(error.pointer) > 0 && `${numberOf(error.pointer)} `}
            <a href={`#${fieldId(error.pointer)}`}>{error.detail}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * The entry to edit, read after the last save from here and not out of the cache. `?new`: begun blank, unless the platform
 * says that the unit has a draft under this id by now, or that another id is needed: then the address changes.
 */
function useEdited(id: string, isNew: boolean) {
  const navigate = useNavigate();
  const kept = useQuery({
    queryKey: ["entry", id],
    queryFn: async () => {
      await savesDone(id);
      return api.entry(id);
    },
    staleTime: 0,
    refetchOnWindowFocus: false,
    enabled: !isNew,
  });
  const begun = useQuery({
    queryKey: ["blank-entry", id],
    queryFn: async () => {
      await savesDone(id);
      return api.blankEntry(id);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    enabled: isNew,
  });
  const beginsAt = begun.data?.id;
  const isKept = begun.data !== undefined && begun.data.draftVersion > 0;
  const isElsewhere = isNew && beginsAt !== undefined && (isKept || beginsAt !== id);
  useEffect(() => {
    if (!isElsewhere) return;
    const search = isKept ? {} : { new: "true" };
    navigate({ to: `/entries/${beginsAt}/edit`, search, replace: true });
  }, [isElsewhere, isKept, beginsAt, navigate]);
  const read = isNew ? begun : kept;
  const isReady = isNew ? !isElsewhere : kept.isFetchedAfterMount;
  return { kept, read: { ...read, data: isReady ? read.data : undefined } };
}

export function EditorPage() {
  const { id } = route.useParams();
  const isNew = route.useSearch().new !== undefined;
  const { kept, read } = useEdited(id, isNew);
  useTitle(isNew ? "编制目录" : `编辑 ${entryTitle(kept.data?.name ?? "数据目录")}`);
  const entries = { title: "数据目录", href: "/desk/entries" };
  const own = { title: kept.data?.provider.name ?? "目录", href: `/desk/entries/${id}` };
  return (
    <>
      <Breadcrumb trail={isNew ? [entries, { title: "编制目录" }] : [entries, own, { title: "编辑" }]} />
      <Loaded<EditedEntry> read={read} rows={14}>
        {(data) =>
          data.editable ? (
            <Editor key={data.id} entry={data} />
          ) : (
            <Empty action={<a href={`/desk/entries/${id}`}>看目录</a>}>
              这个目录现在不能编辑：正在审核，或者不属于本单位。审核中的目录请在办件里收回。
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
