import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { UnitImport } from "../../../src/contract/unit-import.ts";
import { FileButton } from "../../shared/Attachments.tsx";
import { api, links } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Scroll, Section, useTitle } from "../../shared/Page.tsx";
import { Failure } from "../../shared/States.tsx";

function Notes({ notes }: { notes: UnitImport["notes"] }) {
  return (
    <Scroll label="检查结果">
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">位置</th>
            <th scope="col">栏目</th>
            <th scope="col">问题和改法</th>
          </tr>
        </thead>
        <tbody>
          {notes.map((note) => (
            <tr key={`${note.column}${note.row}${note.detail}`}>
              <td className="nowrap">
                {note.sheet} <code>{`${note.column}${note.row}`}</code>
              </td>
              <td className="nowrap">{note.title}</td>
              <td>{note.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const changes = ({ create, update }: UnitImport["counts"]): boolean => create + update > 0;

function outcomeOf({ counts, applied }: UnitImport): string {
  if (applied) return "机构表已登记，再次上传同一张表不会重复。";
  if (counts.errors > 0) return "有错的表什么都不登记。请按下面的位置改好，再上传一次。";
  return changes(counts) ? "检查通过，确认后登记。" : "表里的单位都已登记，没有变化。";
}

function Checked(props: { checked: UnitImport; applying: boolean; onApply: () => void }) {
  const { counts, notes, applied } = props.checked;
  const ready = !applied && counts.errors === 0 && changes(counts);
  return (
    <Section title={applied ? "已经登记" : "检查结果"}>
      <p role="status">{outcomeOf(props.checked)}</p>
      <Facts
        facts={[
          { label: "新登记", value: `${counts.create} 个` },
          { label: "更新", value: `${counts.update} 个` },
          { label: "没有变化", value: `${counts.unchanged} 个` },
          { label: "须改", value: `${counts.errors} 处` },
        ]}
      />
      {notes.length > 0 && <Notes notes={notes} />}
      {ready && (
        <p className="acts">
          <Button type="primary" loading={props.applying} onClick={props.onApply}>
            登记这些单位
          </Button>
        </p>
      )}
      {applied && (
        <p className="acts">
          <a className="button primary" href="/desk/units">
            看单位名录
          </a>
        </p>
      )}
    </Section>
  );
}

/** The organisation table: downloaded, filled in, checked row by row, entered. */
export function UnitImportPage() {
  useTitle("导入机构表");
  const queries = useQueryClient();
  const [file, setFile] = useState<string | null>(null);
  const check = useMutation({
    mutationFn: async (chosen: File) => {
      const { id } = await api.attach(chosen);
      setFile(id);
      return api.importUnits(id, false);
    },
  });
  const apply = useMutation({
    mutationFn: (id: string) => api.importUnits(id, true),
    onSuccess: () => queries.invalidateQueries(),
  });
  const result = apply.data ?? check.data;
  const error = apply.error ?? check.error;
  return (
    <>
      <Breadcrumb trail={[{ title: "单位名录", href: "/desk/units" }, { title: "导入机构表" }]} />
      <header className="page-head">
        <h1>用 Excel 导入机构表</h1>
        <p className="sub">
          新设单位在这里登记；更名、合并、拆分、撤销请办理“机构变动”。
          <LawTag citation="8(1)" />
        </p>
      </header>
      <Section title="三步完成">
        <ol className="steps-list">
          <li>
            <a href={links.unitTemplate} download>
              下载机构表
            </a>
            ，表里已有本区域现有的单位。
          </li>
          <li>在后面逐行添上新设单位；号码照原样填写，不要合并单元格，不要写公式。</li>
          <li>上传。平台逐行逐列列出要改的地方；没有错，由您确认后登记。</li>
        </ol>
        <p className="acts">
          <FileButton
            id="unit-table"
            label="选择填好的机构表"
            words={check.isPending ? "正在检查" : "上传机构表"}
            accept=".xlsx"
            disabled={check.isPending}
            onFiles={([chosen]) => {
              apply.reset();
              if (chosen !== undefined) check.mutate(chosen);
            }}
          />
        </p>
      </Section>
      {error !== null && <Failure error={error} />}
      {error === null && result !== undefined && (
        <Checked
          checked={result}
          applying={apply.isPending}
          onApply={() => file !== null && apply.mutate(file)}
        />
      )}
    </>
  );
}
