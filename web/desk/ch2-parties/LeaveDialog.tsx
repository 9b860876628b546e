import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { HeldPost, InHand, Person } from "../../../src/contract/person.ts";
import { api } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { Failure, Loaded } from "../../shared/States.tsx";

/** What was left, and who goes on with it. */
interface Left {
  readonly offices: readonly InHand[];
  readonly successors: Readonly<Record<string, string>>;
}

interface Props {
  person: Person;
  /** The post that ends; null: the account is suspended and all offices are left. */
  post: HeldPost | null;
  onClose: () => void;
}

/** A person leaves an office or all of them: what lies with them is shown, and who goes on with it is chosen. */
export function LeaveDialog({ person, post, onClose }: Props) {
  const [done, setDone] = useState<Left | null>(null);
  const held = useQuery({
    queryKey: ["in-hand", person.id],
    queryFn: () => api.inHand(person.id),
    gcTime: 0,
  });
  const title = post === null ? `停用${person.name}` : `终止${person.name}的岗位`;
  if (done !== null) return <Result title={title} done={done} onClose={onClose} />;
  return (
    <Dialog title={title} onClose={onClose}>
      <Loaded read={held} rows={3}>
        {({ items }) => {
          // With one post of several the office is not left, and nothing moves.
          const left = items.filter(
            ({ office, posts }) => post === null || (office.id === post.party.id && posts === 1),
          );
          return <LeaveForm person={person} post={post} left={left} onDone={setDone} onClose={onClose} />;
        }}
      </Loaded>
    </Dialog>
  );
}

function LeaveForm({
  person,
  post,
  left,
  onDone,
  onClose,
}: Props & { left: readonly InHand[]; onDone: (done: Left) => void }) {
  const queries = useQueryClient();
  const id = useId();
  const [reason, setReason] = useState("");
  const [successors, setSuccessors] = useState<Readonly<Record<string, string>>>({});
  const leave = useMutation({
    mutationFn: () => {
      const named = Object.entries(successors).filter(([, heir]) => heir !== "");
      const body = { reason: reason.trim(), successors: Object.fromEntries(named) };
      return post === null ? api.suspendPerson(person.id, body) : api.endPost(person.id, post.id, body);
    },
    onSuccess: async () => {
      onDone({ offices: left, successors });
      await queries.invalidateQueries({ queryKey: ["persons"] });
      await queries.invalidateQueries({ queryKey: ["person-acts"] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        leave.mutate();
      }}
    >
      <p>
        {post === null
          ? "登录和本人签发的客户端密钥立即失效。"
          : left.length === 0
            ? `${post.party.name}的这个岗位立即终止；本人在该单位还有别的岗位，手上的办件不动。`
            : `${post.party.name}的这个岗位立即终止，本人在该单位签发的客户端密钥立即失效；不再有任何岗位的，账号同时停用。`}
      </p>
      {left.map((one) => (
        <Field
          key={one.office.id}
          id={`${id}-${one.office.id}`}
          title={`${one.office.name}由谁接手`}
          hint={`办件 ${one.matters} 件，送审件 ${one.drafts} 件，密钥 ${one.keys} 把${
            one.candidates.length === 0 ? "；单位没有别的经办人，请尽快授予岗位" : ""
          }`}
        >
          <select
            id={`${id}-${one.office.id}`}
            className="input"
            value={successors[one.office.id] ?? ""}
            onChange={(event) => setSuccessors({ ...successors, [one.office.id]: event.target.value })}
          >
            <option value="">不指定，由单位重新分办</option>
            {one.candidates.map((heir) => (
              <option key={heir.id} value={heir.id}>
                {[heir.name, heir.unit].filter((part) => part !== null).join("　")}
              </option>
            ))}
          </select>
        </Field>
      ))}
      <Field id={id} title="理由">
        <input
          id={id}
          className="input"
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {leave.error !== null && <Failure error={leave.error} />}
      <div className="acts">
        <button type="button" className="button" onClick={onClose}>
          取消
        </button>
        <button type="submit" className="button danger" disabled={leave.isPending}>
          {post === null ? "停用账号" : "终止岗位"}
        </button>
      </div>
    </form>
  );
}

function Result({ title, done, onClose }: { title: string; done: Left; onClose: () => void }) {
  const unmanned = done.offices.filter(({ candidates }) => candidates.length === 0);
  const keys = done.offices.reduce((sum, one) => sum + one.keys, 0);
  return (
    <Dialog title={title} onClose={onClose}>
      <p role="status">已办理。</p>
      <ul>
        {done.offices.map(({ office, matters, drafts, candidates }) => (
          <li key={office.id}>
            {office.name}：办件 {matters} 件、送审件 {drafts} 件，
            {candidates.find(({ id }) => id === done.successors[office.id])?.name ?? "由单位重新分办"}
          </li>
        ))}
      </ul>
      {keys > 0 && <p>注销了 {keys} 把客户端密钥，用这些密钥的系统须重新签发。</p>}
      {unmanned.length > 0 && (
        <p className="notice" role="alert">
          {unmanned.map(({ office }) => office.name).join("、")}已经没有可以办理的人员，请尽快授予岗位。
        </p>
      )}
      <div className="acts">
        <button type="button" className="button primary" onClick={onClose}>
          知道了
        </button>
      </div>
    </Dialog>
  );
}
