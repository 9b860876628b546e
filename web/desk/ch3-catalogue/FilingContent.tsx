import type { FilingEntryLine, FilingGrantLine } from "../../../src/contract/filing.ts";
import { sharingModeLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Section } from "../../shared/Page.tsx";
import { Empty } from "../../shared/States.tsx";

const chip = { create: "active", update: "soon", unchanged: "later" };
const words = { create: "新备案", update: "更新", unchanged: "没有变化" };

function Action({ action }: { action: FilingEntryLine["action"] }) {
  return <span className={`chip ${chip[action]}`}>{words[action]}</span>;
}

function Entries({ lines }: { lines: readonly FilingEntryLine[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据目录</th>
          <th scope="col">结果</th>
          <th scope="col">提供单位</th>
          <th scope="col">原批准</th>
          <th scope="col" className="number">
            数据项
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ line, action, name, provider, items, filed }) => (
          <tr key={line}>
            <td className="main-cell">
              {name}
              <span className="muted small block mono">{filed.oldCode}</span>
            </td>
            <td>
              <Action action={action} />
            </td>
            <td>{provider.name}</td>
            <td data-label="原批准">
              {filed.approver}
              <span className="muted small block">
                {dateText(filed.approvedOn)}，{filed.document}
              </span>
            </td>
            <td className="number" data-label="数据项">
              {items}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Grants({ lines }: { lines: readonly FilingGrantLine[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">使用单位和用途</th>
          <th scope="col">结果</th>
          <th scope="col">数据目录</th>
          <th scope="col">方式和数据项</th>
          <th scope="col">到期</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ line, action, grant }) => (
          <tr key={line}>
            <td className="main-cell">
              {grant.holder.name}
              <span className="small block">{grant.scenario}</span>
              <span className="muted small block mono">{grant.number}</span>
            </td>
            <td>
              <Action action={action} />
            </td>
            <td>{grant.entryName}</td>
            <td data-label="方式和数据项">
              {grant.modes.map((mode) => sharingModeLabel[mode]).join("、")}
              <span className="muted small block">{grant.columns.length} 项</span>
            </td>
            <td data-label="到期">{grant.until === null ? "不设期限" : dateText(grant.until)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a batch of existing stock comes to, line by line: whoever decides sees what will stand. */
export function FilingContent({ id }: { id: string }) {
  const entries = useList(["filing-entries", id], (cursor) => api.filingEntries(id, cursor));
  const grants = useList(["filing-grants", id], (cursor) => api.filingGrants(id, cursor));
  return (
    <>
      <Section title="批次内容：数据目录" aside={<LawTag citation="12¶1" />}>
        <ListStates list={entries} unit="个目录" empty={<Empty>批次里没有目录，或者还有错。</Empty>}>
          {(lines) => <Entries lines={lines} />}
        </ListStates>
      </Section>
      <Section title="批次内容：使用权限" aside={<LawTag citation="27" />}>
        <ListStates list={grants} unit="项" empty={<Empty>批次里没有使用权限。</Empty>}>
          {(lines) => <Grants lines={lines} />}
        </ListStates>
      </Section>
    </>
  );
}
