import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { CatalogueImport } from "../../../src/contract/entry-import.ts";
import { api } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { Facts, Section } from "../../shared/Page.tsx";
import { Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";
import { Upload } from "./ImportBegin.tsx";
import { Notes, Reading, StateChip } from "./ImportParts.tsx";

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

/** A table that says what the platform already holds. */
const changesNothing = ({ state, counts }: CatalogueImport): boolean =>
  state === "ready" && counts !== null && counts.create + counts.update === 0;

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
          {task.state === "ready" && !changesNothing(task) && <Confirm task={task} />}
          {changesNothing(task) && <a href="/desk/entries?mine=true">看本单位目录</a>}
          {(task.state === "faulty" || task.state === "refused") && <Upload words="上传改好的表" />}
          {task.state === "applied" && (
            <a className="button primary" href="/desk/entries?mine=true">
              看本单位目录
            </a>
          )}
        </div>
        <p className="sub" role="status">
          <StateChip {...task} />
          <span>
            {changesNothing(task) ? "检查通过。表中内容与平台上的相同，没有要写入的。" : advice[task.state]}
          </span>
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

/** One import: progress, findings, and the confirmation that writes it. */
export function ImportCheck({ id }: { id: string }) {
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
