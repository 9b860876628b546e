import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { delegationStateLabel } from "../../../src/contract/labels.zh.ts";
import type { Delegation, Office } from "../../../src/contract/office.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { dateText } from "../../shared/format.ts";
import { ApiError } from "../../shared/http.ts";
import { Section } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { errorAt } from "../../shared/schema.ts";

const business = ["data-officer", "section-head", "chief-data-officer", "leader"];

function NewDelegation({ office, today }: { office: Office; today: string }) {
  const queries = useQueryClient();
  const me = useQuery(sessionQuery).data;
  const [post, setPost] = useState(me?.post.id ?? "");
  const [to, setTo] = useState("");
  const [startsOn, setStartsOn] = useState(today);
  const [endsOn, setEndsOn] = useState(today);
  const record = useMutation({
    mutationFn: () => api.delegate({ post, to, startsOn, endsOn }),
    onSuccess: (changed) => queries.setQueryData(["delegations"], changed),
  });
  const staff = office.staff.filter(({ roles }) => roles.some((role) => business.includes(role)));
  const forOthers = me?.roles.includes("chief-data-officer") === true;
  const lendable = staff.filter(({ id }) => forOthers || id === me?.person.id);
  const errors = record.error instanceof ApiError ? record.error.errors : [];
  const named = ({ name, unit }: Office["staff"][number]) => (unit === null ? name : `${name}（${unit}）`);
  return (
    <form
      className="form-grid"
      onSubmit={(event) => {
        event.preventDefault();
        record.mutate();
      }}
    >
      <Field id="lend-post" title="被代人">
        <select
          id="lend-post"
          className="input"
          value={post}
          onChange={(event) => setPost(event.target.value)}
        >
          {lendable.map((one) => (
            <option key={one.postId} value={one.postId}>
              {named(one)}
            </option>
          ))}
        </select>
      </Field>
      <Field id="lend-to" title="代办人">
        <select
          id="lend-to"
          className="input"
          required
          value={to}
          onChange={(event) => setTo(event.target.value)}
        >
          <option value="">请选择</option>
          {staff
            .filter((one) => one.postId !== post)
            .map((one) => (
              <option key={one.postId} value={one.id}>
                {named(one)}
              </option>
            ))}
        </select>
      </Field>
      <Field id="lend-from-day" title="起日">
        <input
          id="lend-from-day"
          className="input"
          type="date"
          required
          value={startsOn}
          onChange={(event) => setStartsOn(event.target.value)}
        />
      </Field>
      <Field id="lend-to-day" title="止日" error={errorAt(errors, "endsOn")}>
        <input
          id="lend-to-day"
          className="input"
          type="date"
          required
          value={endsOn}
          onChange={(event) => setEndsOn(event.target.value)}
        />
      </Field>
      {record.error !== null && errors.length === 0 && <Failure error={record.error} />}
      <p className="acts">
        <button type="submit" className="button" disabled={to === "" || record.isPending}>
          登记代办
        </button>
      </p>
    </form>
  );
}

function Row({ delegation, today }: { delegation: Delegation; today: string }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.revokeDelegation(delegation.id),
    onSuccess: (changed) => queries.setQueryData(["delegations"], changed),
  });
  return (
    <tr>
      <td className="main-cell">
        {delegation.to.name}代{delegation.from.name}
        <span className="muted small block">{delegation.recordedBy.name}登记</span>
      </td>
      <td data-label="期限">
        {dateText(delegation.startsOn, today)}至{dateText(delegation.endsOn, today)}
      </td>
      <td>
        <span className={delegation.state === "running" ? "chip active" : "chip later"}>
          {delegationStateLabel[delegation.state]}
        </span>
      </td>
      <td>
        {delegation.mayRevoke && (
          <button
            type="button"
            className="link-button"
            disabled={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            撤销
          </button>
        )}
        {revoke.error !== null && <Failure error={revoke.error} />}
      </td>
    </tr>
  );
}

/** Who acts for whom in the office (A/B 岗): recorded, running, over. */
export function Delegations({ office }: { office: Office }) {
  const { today } = useLawTime();
  const me = useQuery(sessionQuery).data;
  const delegations = useQuery({ queryKey: ["delegations"], queryFn: api.delegations });
  return (
    <Section title="代办（AB 岗）" note="代办人登录后在页面顶端选择岗位，每次办理都记明代谁办理">
      {today !== undefined && me != null && me.actingFor === null && (
        <NewDelegation office={office} today={today} />
      )}
      <Loaded read={delegations}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有登记过代办。</Empty>
          ) : (
            <table className="ruled stacked">
              <thead>
                <tr>
                  <th scope="col">谁代谁</th>
                  <th scope="col">期限</th>
                  <th scope="col">状态</th>
                  <th scope="col">办理</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <Row key={one.id} delegation={one} today={today ?? ""} />
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Section>
  );
}
