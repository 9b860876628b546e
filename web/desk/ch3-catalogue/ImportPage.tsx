import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import type { CatalogueImport } from "../../../src/contract/entry-import.ts";
import { FileButton } from "../../shared/Attachments.tsx";
import { api, links } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";
import { Notes, Reading, StateChip } from "./ImportParts.tsx";

const route = getRouteApi("/entries/import");
/** Hands a workbook in and goes to its check. */
function Upload({ words }: { words: string }) {
  const router = useRouter();
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const { id } = await api.attach(file);
      return api.startImport(id, crypto.randomUUID());
    },
    onSuccess: ({ id }) => router.history.push(`/desk/entries/import?id=${id}`),
  });
  return (
    <>
      <FileButton
        id="workbook"
        label="选择填好的目录表"
        words={upload.isPending ? "正在上传" : words}
        accept=".xlsx"
        disabled={upload.isPending}
        onFiles={([file]) => file !== undefined && upload.mutate(file)}
      />
      {upload.error !== null && <Failure error={upload.error} />}
    </>
  );
}

function Recent() {
  const { now } = useLawTime();
  const recent = useQuery({ queryKey: ["imports"], queryFn: api.imports });
  return (
    <Section title="本单位最近的导入">
      <Loaded read={recent} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有导入过。</Empty>
          ) : (
            <table className="ruled stacked">
              <thead>
                <tr>
                  <th scope="col">文件</th>
                  <th scope="col">状态</th>
                  <th scope="col">时间</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td className="main-cell">
                      <a className="title" href={`/desk/entries/import?id=${one.id}`}>
                        {one.fileName}
                      </a>
                    </td>
                    <td>
                      <StateChip {...one} />
                    </td>
                    <td className="nowrap">{instantText(one.createdAt, now)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Section>
  );
}

function Begin() {
  return (
    <>
      <header className="page-head">
        <h1>用 Excel 导入数据目录</h1>
        <p className="sub">先检查，再由您确认写入草稿；有错时什么都不写入。</p>
      </header>
      <Section title="三步完成" aside={<LawTag citation="12¶3" />}>
        <ol className="steps-list">
          <li>
            <a href={links.template} download>
              下载目录模板
            </a>
            ，或者在“数据目录”页把现有目录导出成同样的表。
          </li>
          <li>在“目录”表逐行写目录，在“数据项”表逐行写数据项；有下拉列表的从列表中选。</li>
          <li>上传填好的表。平台逐行逐列列出要改的地方，改好后再传一次，不会重复新建。</li>
        </ol>
        <p className="acts">
          <Upload words="上传填好的表" />
        </p>
      </Section>
      <Recent />
    </>
  );
}

function Confirm({ task }: { task: CatalogueImport }) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const apply = useOnce((key) => api.applyImport(task.id, key), {
    onSuccess: () => {
      setAsking(false);
      queries.invalidateQueries();
    },
  });
  const { create = 0, update = 0 } = task.counts ?? {};
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        写入草稿
      </Button>
      {asking && (
        <Dialog title={`把“${task.fileName}”写入草稿`} onClose={() => setAsking(false)}>
          <p>
            新建 {create} 个目录，更新 {update} 个目录的草稿。已发布的版本不受影响，报送审核之后才会改变。
          </p>
          {apply.error !== null && <Failure error={apply.error} />}
          <p className="acts">
            <Button autoFocus onClick={() => setAsking(false)}>
              不写入
            </Button>
            <Button type="primary" loading={apply.isPending} onClick={() => apply.mutate()}>
              写入草稿
            </Button>
          </p>
        </Dialog>
      )}
    </>
  );
}

const advice: Record<CatalogueImport["state"], string> = {
  reading: "正在检查，可以离开本页，稍后再来看。",
  ready: "检查通过，确认后写入草稿。",
  faulty: "请按下面列出的位置改好，再上传一次。没有写入任何内容。",
  refused: "文件没有读成，没有写入任何内容。",
  applied: "已写入草稿。请到“数据目录”核对，填完整后报送。",
};

function Checked({ task }: { task: CatalogueImport }) {
  const { counts } = task;
  const figures =
    counts === null
      ? []
      : [
          { label: "新建", value: `${counts.create} 个目录` },
          { label: "更新", value: `${counts.update} 个目录` },
          { label: "没有变化", value: `${counts.unchanged} 个目录` },
          { label: "数据项", value: `${counts.items} 项` },
          { label: "须改", value: `${counts.errors} 处` },
          { label: "提示", value: `${counts.warnings} 处` },
        ];
  return (
    <>
      <header className="page-head">
        <h1>{task.fileName}</h1>
        <div className="acts">
          {task.state === "ready" && <Confirm task={task} />}
          {(task.state === "faulty" || task.state === "refused") && <Upload words="上传改好的表" />}
          {task.state === "applied" && (
            <a className="button primary" href="/desk/entries?mine=true">
              看本单位目录
            </a>
          )}
        </div>
        <p className="sub" role="status">
          <StateChip {...task} />
          <span>{advice[task.state]}</span>
        </p>
      </header>
      <Reading task={task} />
      {counts !== null && (
        <Section
          title="这次导入"
          note={counts.errors > 0 ? "有错的行没有计入" : "新建 + 更新 + 没有变化 = 表中的目录"}
        >
          <Facts facts={figures} />
        </Section>
      )}
      {counts !== null && <Notes id={task.id} notes={counts.errors + counts.warnings} />}
    </>
  );
}

function Check({ id }: { id: string }) {
  const task = useQuery({
    queryKey: ["import", id],
    queryFn: () => api.import(id),
    refetchInterval: ({ state }) => (state.data?.state === "reading" ? 1_000 : false),
  });
  return (
    <Loaded read={task} rows={6}>
      {(data) => <Checked task={data} />}
    </Loaded>
  );
}

export function ImportPage() {
  const { id } = route.useSearch();
  useTitle("导入数据目录");
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "数据目录", href: "/desk/entries" },
          id === undefined ? { title: "导入" } : { title: "导入", href: "/desk/entries/import" },
          ...(id === undefined ? [] : [{ title: "检查结果" }]),
        ]}
      />
      {id === undefined ? <Begin /> : <Check key={id} id={id} />}
    </>
  );
}
