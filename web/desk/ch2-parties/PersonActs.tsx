import { personActLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";

/** What administrators did, newest first. */
export function PersonActs() {
  const { now } = useLawTime();
  const list = useList(["person-acts"], (cursor) => api.personActs({ cursor }));
  return (
    <Section title="办理记录" note="每次办理都进入存证">
      <ListStates list={list} unit="条" empty={<Empty>还没有办理过。</Empty>}>
        {(acts) => (
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">办理</th>
                <th scope="col">内容</th>
                <th scope="col">办理人</th>
                <th scope="col">时间</th>
              </tr>
            </thead>
            <tbody>
              {acts.map((one) => (
                <tr key={one.id}>
                  <td>
                    {personActLabel[one.act]}：{one.person.name}
                  </td>
                  <td className="breaking">
                    {one.detail}
                    {one.reason !== null && <span className="muted small block">理由：{one.reason}</span>}
                  </td>
                  <td data-label="办理人">{one.by.name}</td>
                  <td className="nowrap">{instantText(one.at, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
    </Section>
  );
}
