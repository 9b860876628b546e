import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { IssuedActivation } from "../../../src/contract/person.ts";
import type { Role } from "../../../src/contract/roles.ts";
import { api } from "../../shared/api.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { ActivationOnce } from "./ActivationOnce.tsx";
import { NewPerson } from "./NewPerson.tsx";
import { PersonActs } from "./PersonActs.tsx";
import { PersonRow } from "./PersonRow.tsx";

const seesRecords: readonly Role[] = ["system-admin", "security-admin", "auditor"];

/** Persons, accounts and posts; each administrator finds the acts that are theirs. */
export function PersonsPage() {
  useTitle("人员与岗位");
  const { q = "" } = useSearch({ strict: false });
  const navigate = useNavigate();
  const me = useQuery(sessionQuery).data;
  const roles: readonly Role[] = me?.roles ?? [];
  const list = useList(["persons", q], (cursor) => api.persons({ q, cursor }));
  const [issued, setIssued] = useState<IssuedActivation | null>(null);
  return (
    <>
      <Breadcrumb trail={[{ title: "平台" }, { title: "人员与岗位" }]} />
      <header className="page-head">
        <h1>人员与岗位</h1>
        <p className="sub">
          系统管理员开设、停用账号，安全管理员授予岗位、重设动态码，审计员只看；重发激活码和关联统一身份由安全管理员提出、系统管理员核准。三员由三个人担任，都不能办理本人的账号。
          各单位数据经办人可以查看本单位的人员。每次办理都有存证。
        </p>
      </header>
      <search>
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault();
            const words = String(new FormData(event.currentTarget).get("q")).trim();
            navigate({ to: "/persons", search: words === "" ? {} : { q: words } });
          }}
        >
          <input
            key={q}
            name="q"
            className="input"
            aria-label="查人员"
            placeholder="姓名或账号的一部分"
            defaultValue={q}
          />
          <button type="submit" className="button">
            查找
          </button>
        </form>
      </search>
      <ListStates
        list={list}
        unit="人"
        empty={<Empty>{q === "" ? "还没有人员。" : `没有姓名或账号含“${q}”的人员。`}</Empty>}
      >
        {(persons) => (
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">姓名与账号</th>
                <th scope="col">状态</th>
                <th scope="col">岗位</th>
                <th scope="col">
                  <span className="sr-only">办理</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {persons.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  roles={person.id === me?.person.id ? [] : roles}
                  onIssued={setIssued}
                />
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
      {roles.includes("system-admin") && (
        <Section title="开设账号" note="开设后由安全管理员授予岗位">
          <NewPerson onIssued={setIssued} />
        </Section>
      )}
      {seesRecords.some((role) => roles.includes(role)) && <PersonActs />}
      {issued !== null && <ActivationOnce issued={issued} onClose={() => setIssued(null)} />}
    </>
  );
}
