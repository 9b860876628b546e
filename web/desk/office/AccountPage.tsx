import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { EnrolSecondFactor } from "../../shared/SecondFactor.tsx";

/** The person's own account: the second factor. */
export function AccountPage() {
  useTitle("我的账号");
  const me = useQuery(sessionQuery).data;
  const [done, setDone] = useState(0);
  if (me === undefined || me === null) return null;
  const { enrolled, missing } = me.secondFactor;
  return (
    <>
      <Breadcrumb trail={[{ title: "我的账号" }]} />
      <header className="page-head">
        <h1>我的账号</h1>
        <p className="sub">
          {me.person.name}，{me.party.name}
        </p>
      </header>
      <Section title="动态码" note={enrolled ? "已绑定" : "未绑定"}>
        {missing && (
          <p className="notice" role="alert">
            您的岗位须绑定动态码后才能办理。绑定完成前，其他页面都不能使用。
          </p>
        )}
        <EnrolSecondFactor key={done} enrolled={enrolled} onDone={() => setDone(done + 1)} />
      </Section>
    </>
  );
}
