import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { IssuedActivation, Person, PersonRequest } from "../../../src/contract/person.ts";
import { api } from "../../shared/api.ts";
import { dateText, instantText } from "../../shared/format.ts";
import { useLawTime } from "../../shared/queries.ts";
import { Failure } from "../../shared/States.tsx";
import { ActDialog } from "./ActDialog.tsx";

const words = { activation: "重发激活码", "external-link": "关联统一身份" } as const;

const lapsedWords = {
  expired: "逾期没有核准，确有需要的由安全管理员重新提出",
  "asker-left": "提出的人已经不是安全管理员，由现任安全管理员核实后重新提出",
} as const;

/** What one administrator asked for and another confirms or declines. */
export function PersonRequests(props: {
  person: Person;
  /** Whether the reader may settle them: a system administrator. */
  settles: boolean;
  onIssued: (issued: IssuedActivation) => void;
}) {
  if (props.person.requests.length === 0) return null;
  return (
    <ul className="posts">
      {props.person.requests.map((request) => (
        <Waiting key={request.id} {...props} request={request} />
      ))}
    </ul>
  );
}

function Waiting(props: {
  person: Person;
  request: PersonRequest;
  settles: boolean;
  onIssued: (issued: IssuedActivation) => void;
}) {
  const { person, request } = props;
  const queries = useQueryClient();
  const { now } = useLawTime();
  const [declining, setDeclining] = useState(false);
  const confirm = useMutation({
    mutationFn: async () => {
      if (request.subject === null) props.onIssued(await api.confirmActivation(person.id, "同意"));
      else await api.confirmLink(person.id, request.subject);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["persons"] });
      await queries.invalidateQueries({ queryKey: ["person-acts"] });
    },
  });
  const what = words[request.act];
  return (
    <li>
      <span className={request.lapsed === null ? "chip attention" : "chip later"}>
        {request.lapsed === null ? "待核准" : "已失效"}：{what}
      </span>
      <span className="muted small block breaking">
        {request.by.name}　{instantText(request.at, now)}　
        {request.subject !== null && `标识 ${request.subject}　`}
        理由：{request.reason}
        <span className="block">
          {request.lapsed === null
            ? `${dateText(request.until)}以前（含当日）核准有效`
            : lapsedWords[request.lapsed]}
        </span>
      </span>
      {props.settles && request.lapsed === null && (
        <span className="acts">
          <button
            type="button"
            className="button"
            aria-label={`核准${what}：${person.name}`}
            disabled={confirm.isPending}
            onClick={() => confirm.mutate()}
          >
            核准
          </button>
          <button
            type="button"
            className="link-button"
            aria-label={`不核准${what}：${person.name}`}
            onClick={() => setDeclining(true)}
          >
            不核准
          </button>
        </span>
      )}
      {confirm.error !== null && <Failure error={confirm.error} />}
      {declining && (
        <ActDialog
          title={`不核准给${person.name}${what}`}
          effect="账号不变，提出的人可以在办理记录里看到理由。"
          label="理由"
          word="不核准"
          act={(reason) => api.declinePersonRequest(person.id, request.id, reason)}
          onClose={() => setDeclining(false)}
        />
      )}
    </li>
  );
}
