import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Progress } from "antd";
import type { CatalogueImport, ImportNote } from "../../../src/contract/entry-import.ts";
import { importStateLabel } from "../../../src/contract/labels.zh.ts";
import { FileButton } from "../../shared/Attachments.tsx";
import { api, links } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Section } from "../../shared/Page.tsx";
import { Empty, Failure } from "../../shared/States.tsx";

/** What pages of files handed in have in common: handing in, the state, the reading under way, what was found. */

/** Hands a file in and goes to its check. */
export function HandIn(props: {
  id: string;
  label: string;
  words: string;
  accept: string;
  off?: boolean;
  start: (file: string) => Promise<CatalogueImport>;
  page: (id: string) => string;
}) {
  const router = useRouter();
  const upload = useMutation({
    mutationFn: async (file: File) => props.start((await api.attach(file)).id),
    onSuccess: ({ id }) => router.history.push(props.page(id)),
  });
  return (
    <>
      <FileButton
        id={props.id}
        label={props.label}
        words={upload.isPending ? "正在上传" : props.words}
        accept={props.accept}
        disabled={upload.isPending || props.off === true}
        onFiles={([file]) => file !== undefined && upload.mutate(file)}
      />
      {upload.error !== null && <Failure error={upload.error} />}
    </>
  );
}

const look = { reading: "active", ready: "later", faulty: "refused", refused: "refused", applied: "done" };

const filingWords = { ready: "检查通过", applied: "已备案" };

export function StateChip({ state, purpose }: Pick<CatalogueImport, "state" | "purpose">) {
  const words = { ...importStateLabel, ...(purpose === "filing" ? filingWords : {}) };
  return <span className={`chip ${look[state]}`}>{words[state]}</span>;
}

/** How far the reading is, and why a whole file was not read. */
export function Reading({ task }: { task: CatalogueImport }) {
  const { done, total } = task.progress;
  return (
    <>
      {task.state === "reading" && (
        <Progress
          percent={total === 0 ? 0 : Math.floor((done / total) * 100)}
          aria-label="检查进度"
          format={() => (total === 0 ? "正在打开" : `${done} / ${total}`)}
        />
      )}
      {task.refusal !== null && (
        <div className="state error" role="alert">
          <p className="what">{task.refusal.title}</p>
          <p>{task.refusal.detail}</p>
        </div>
      )}
    </>
  );
}

export function Notes({ id, notes }: { id: string; notes: number }) {
  const list = useList<ImportNote>(["import-notes", id], (cursor) => api.importNotes(id, cursor));
  if (notes === 0) return null;
  return (
    <Section
      title="检查结果"
      aside={
        <a href={links.importReport(id)} download>
          下载报告（Excel）
        </a>
      }
    >
      <ListStates list={list} unit="处" empty={<Empty>没有要改的地方。</Empty>}>
        {(items) => (
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">位置</th>
                <th scope="col">栏目</th>
                <th scope="col">程度</th>
                <th scope="col">问题和改法</th>
              </tr>
            </thead>
            <tbody>
              {items.map((note, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: findings are listed once and never change
                <tr key={at}>
                  <td className="nowrap">
                    {note.sheet} <code>{`${note.column}${note.row}`}</code>
                  </td>
                  <td className="nowrap">{note.title}</td>
                  <td className="nowrap">
                    <span className={`chip ${note.severity === "error" ? "refused" : "soon"}`}>
                      {note.severity === "error" ? "须改" : "提示"}
                    </span>
                  </td>
                  <td>
                    {note.detail}
                    {note.article !== null && <LawTag citation={note.article} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
    </Section>
  );
}
