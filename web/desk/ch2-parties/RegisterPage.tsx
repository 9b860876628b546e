import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { RegisterInfo, RegisterRecord } from "../../../src/contract/record.ts";
import { api, links } from "../../shared/api.ts";
import { civilDateOf, dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { fieldsOf, valueText } from "../../shared/schema.ts";
import { PageTabs } from "../PageTabs.tsx";
import { RecordForm } from "./RecordForm.tsx";

const route = getRouteApi("/registers/$name");

/** Registers that stand together on one page of the menu. */
const together: readonly (readonly string[])[] = [
  ["meetings", "experts", "opinions", "assessments"],
  ["maintenance", "processing"],
];

export const registersQuery = { queryKey: ["registers"], queryFn: api.registers, staleTime: 60_000 };

function Rows({ info, records }: { info: RegisterInfo; records: readonly RegisterRecord[] }) {
  const { today } = useLawTime();
  const fields = fieldsOf(info.form).filter((field) => info.columns.includes(field.name));
  const columns = info.columns.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">{info.title}</th>
          {columns.map((field) => (
            <th scope="col" key={field.name}>
              {field.title}
            </th>
          ))}
          <th scope="col">登记单位</th>
          <th scope="col">登记日期</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <td className="main-cell">
              <a className="title" href={`/desk/records/${record.id}`}>
                {record.title}
              </a>
              {record.ended && <span className="chip later">已终止</span>}
            </td>
            {columns.map((field) => (
              <td key={field.name} data-label={field.title}>
                {valueText(record.content[field.name], field)}
              </td>
            ))}
            <td className="wide-only">{record.keeper.name}</td>
            <td className="wide-only nowrap">{dateText(civilDateOf(record.changedAt), today)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The list of one register, with entering where the caller keeps it. */
export function Register({ info }: { info: RegisterInfo }) {
  const router = useRouter();
  const [entering, setEntering] = useState(false);
  const list = useList(["records", info.name], (cursor) =>
    api.records({ register: info.name, ...(cursor === undefined ? {} : { cursor }) }),
  );
  const enter = (
    <button type="button" className="button primary" onClick={() => setEntering(true)}>
      登记
    </button>
  );
  if (entering)
    return (
      <Section title={`登记${info.title}`}>
        <RecordForm
          schema={info.form}
          send={({ form, attachments }, key) =>
            api.enterRecord({ register: info.name, form, attachments }, key)
          }
          onDone={(record) => router.history.push(`/desk/records/${record.id}`)}
          onCancel={() => setEntering(false)}
        />
      </Section>
    );
  return (
    <>
      <p className="acts">
        {info.mayKeep && enter}
        {list.items !== undefined && list.items.length > 0 && (
          <a href={links.recordsCsv(info.name)} download>
            导出 CSV
          </a>
        )}
      </p>
      <ListStates
        list={list}
        unit="条"
        empty={
          <Empty {...(info.mayKeep ? { action: enter } : {})}>
            {info.mayKeep ? "还没有登记。" : "还没有您可以查看的记录。"}
          </Empty>
        }
      >
        {(records) => <Rows info={info} records={records} />}
      </ListStates>
    </>
  );
}

export function RegisterPage() {
  const { name } = route.useParams();
  const registers = useQuery(registersQuery);
  const info = registers.data?.items.find((one) => one.name === name);
  useTitle(info?.title ?? "登记");
  const beside = together.find((names) => names.includes(name)) ?? [];
  return (
    <>
      <Breadcrumb trail={[{ title: "第二章 职责与组织" }, { title: info?.title ?? "登记" }]} />
      <Loaded read={registers} rows={8}>
        {({ items }) =>
          info === undefined ? (
            <Empty action={<a href="/desk/">回到待办</a>}>没有这种登记，地址可能写错了。</Empty>
          ) : (
            <>
              <header className="page-head">
                <h1>{info.title}</h1>
                <p className="sub">
                  {info.summary}
                  <LawTag citation={info.article} />
                </p>
              </header>
              {beside.length > 1 && (
                <PageTabs
                  label="登记种类"
                  tabs={beside.flatMap((other) => {
                    const found = items.find((one) => one.name === other);
                    return found === undefined ? [] : [{ value: other, label: found.title }];
                  })}
                  at={name}
                  href={(to) => `/desk/registers/${to}`}
                />
              )}
              <Register key={info.name} info={info} />
            </>
          )
        }
      </Loaded>
    </>
  );
}
