import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { stageLabel } from "../../../src/contract/labels.zh.ts";
import type { Office, OfficeRule, Stage } from "../../../src/contract/office.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Failure, Loaded } from "../../shared/States.tsx";
import { Delegations } from "./Delegations.tsx";

const stages: readonly Stage[] = ["section-head", "chief-data-officer"];
const directions = [
  { name: "outgoing", title: "对外提出前" },
  { name: "incoming", title: "作出决定前" },
] as const;

const inWords = (rule: OfficeRule) =>
  [
    ...directions.map(({ name, title }) => {
      const set = rule[name].map((stage) => stageLabel[stage]).join("、");
      return `${title}：${set === "" ? "不审" : set}`;
    }),
    rule.signFirst ? "先签收后办理" : "不要求签收",
  ].join("；");

function Rule({ office }: { office: Office }) {
  const queries = useQueryClient();
  const [rule, setRule] = useState<OfficeRule>(office.rule);
  const set = useMutation({
    mutationFn: () => api.setOfficeRule(rule),
    onSuccess: (changed) => queries.setQueryData(["office"], changed),
  });
  if (!office.mayChange)
    return (
      <>
        <p>{inWords(office.rule)}。</p>
        <p className="muted small">由本单位处室负责人或者首席数据官设定。</p>
      </>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate();
      }}
    >
      {directions.map(({ name, title }) => (
        <fieldset key={name} className="action-choice">
          <legend>{title}，经办人的办理须经</legend>
          {stages.map((stage) => (
            <label key={stage}>
              <input
                type="checkbox"
                checked={rule[name].includes(stage)}
                onChange={({ target }) =>
                  setRule({
                    ...rule,
                    [name]: stages.filter((one) =>
                      one === stage ? target.checked : rule[name].includes(one),
                    ),
                  })
                }
              />
              {stageLabel[stage]}
            </label>
          ))}
        </fieldset>
      ))}
      <fieldset className="action-choice">
        <legend>收件</legend>
        <label>
          <input
            type="checkbox"
            checked={rule.signFirst}
            onChange={({ target }) => setRule({ ...rule, signFirst: target.checked })}
          />
          先签收后办理
        </label>
      </fieldset>
      {set.error !== null && <Failure error={set.error} />}
      {set.isSuccess && <p role="status">已设定，对以后的办理生效；在审的送审件仍按原来的层级。</p>}
      <div className="action-bar">
        <button type="submit" className="button primary" disabled={set.isPending}>
          保存设定
        </button>
      </div>
    </form>
  );
}

function OfficeView({ office }: { office: Office }) {
  const { now } = useLawTime();
  return (
    <>
      <Section title="内部审签与签收" note="办法没有规定单位内部怎样审签，由各单位自己设定">
        <Rule office={office} />
        {office.changes.length > 0 && (
          <ul className="small muted">
            {office.changes.map((change) => (
              <li key={change.at}>
                {instantText(change.at, now)}　{change.by.name}
                {change.onBehalfOf !== null && `（代${change.onBehalfOf.name}）`}设定　{inWords(change)}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Delegations office={office} />
    </>
  );
}

export function OfficePage() {
  const office = useQuery({ queryKey: ["office"], queryFn: api.office });
  useTitle("本单位");
  return (
    <>
      <header className="page-head">
        <h1>本单位{office.data !== undefined && `：${office.data.party.name}`}</h1>
      </header>
      <Loaded read={office}>{(data) => <OfficeView office={data} />}</Loaded>
    </>
  );
}
