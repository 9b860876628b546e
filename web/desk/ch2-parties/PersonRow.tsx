import { useState } from "react";
import { roleLabel } from "../../../src/contract/labels.zh.ts";
import type { HeldPost, IssuedActivation, Person, PersonRequest } from "../../../src/contract/person.ts";
import type { Role } from "../../../src/contract/roles.ts";
import { api } from "../../shared/api.ts";
import { civilDateOf, dateText } from "../../shared/format.ts";
import { useLawTime, usePlatform } from "../../shared/queries.ts";
import { ActDialog } from "./ActDialog.tsx";
import { GrantPost } from "./GrantPost.tsx";
import { LeaveDialog } from "./LeaveDialog.tsx";
import { PersonRequests } from "./PersonRequests.tsx";

function State({ person }: { person: Person }) {
  const open = person.awaitsActivation ? "待激活" : "可以登录";
  const facts = [
    person.secondFactor ? "已绑定动态码" : null,
    person.externalLogin ? "已关联统一身份" : null,
  ].filter((fact) => fact !== null);
  return (
    <>
      {person.username === null ? (
        <span className="chip later">没有账号</span>
      ) : (
        <span className={person.suspended || person.awaitsActivation ? "chip later" : "chip done"}>
          {person.suspended ? "已停用" : open}
        </span>
      )}
      {facts.length > 0 && <span className="muted small block">{facts.join("，")}</span>}
    </>
  );
}

function Post({ post, onEnd }: { post: HeldPost; onEnd: (() => void) | null }) {
  const { today } = useLawTime();
  const until = post.until === null ? "今" : dateText(civilDateOf(post.until), today);
  return (
    <li className={post.until === null ? undefined : "muted"}>
      {[post.party.name, post.unit, post.roles.map((role) => roleLabel[role]).join("、")]
        .filter((part) => part !== null)
        .join("　")}
      <span className="muted small block">
        {dateText(civilDateOf(post.from), today)}至{until}
        {onEnd !== null && (
          <>
            {"　"}
            <button
              type="button"
              className="link-button"
              onClick={onEnd}
              aria-label={`终止${post.party.name}的岗位`}
            >
              终止
            </button>
          </>
        )}
      </span>
    </li>
  );
}

type Asking = "suspend" | "restore" | "activation" | "second-factor" | "link" | "grant" | HeldPost;

/** A person with the acts that the caller's roles allow. */
export function PersonRow(props: {
  person: Person;
  roles: readonly Role[];
  onIssued: (issued: IssuedActivation) => void;
}) {
  const { person, roles } = props;
  const [asking, setAsking] = useState<Asking | null>(null);
  const opens = roles.includes("system-admin");
  const grants = roles.includes("security-admin");
  const external = usePlatform()?.externalLogin ?? null;
  const asks = (act: PersonRequest["act"]) =>
    grants &&
    !person.suspended &&
    person.username !== null &&
    !person.requests.some((request) => request.act === act);
  const button = (title: string, what: Asking) => (
    <button
      type="button"
      className="button"
      aria-label={`${title}：${person.name}`}
      onClick={() => setAsking(what)}
    >
      {title}
    </button>
  );
  return (
    <tr>
      <td className="main-cell">
        <b>{person.name}</b>
        <span className="muted small block breaking">{person.username ?? ""}</span>
      </td>
      <td>
        <State person={person} />
      </td>
      <td data-label="岗位">
        {person.posts.length === 0 && <span className="muted">没有岗位</span>}
        <ul className="posts">
          {person.posts.map((post) => (
            <Post
              key={post.id}
              post={post}
              onEnd={grants && post.until === null ? () => setAsking(post) : null}
            />
          ))}
        </ul>
      </td>
      <td>
        <div className="acts">
          {opens && (person.suspended ? button("恢复", "restore") : button("停用", "suspend"))}
          {grants && !person.suspended && button("授予岗位", "grant")}
          {asks("activation") && button("申请重发激活码", "activation")}
          {grants && person.secondFactor && button("重设动态码", "second-factor")}
          {external !== null && asks("external-link") && button("申请关联统一身份", "link")}
        </div>
        <PersonRequests person={person} settles={opens} onIssued={props.onIssued} />
        {asking === "grant" && <GrantPost person={person} onClose={() => setAsking(null)} />}
        {(asking === "suspend" || typeof asking === "object") && asking !== null && (
          <LeaveDialog
            person={person}
            post={asking === "suspend" ? null : asking}
            onClose={() => setAsking(null)}
          />
        )}
        {isPlain(asking) && <ActDialog {...dialog(person, asking)} onClose={() => setAsking(null)} />}
      </td>
    </tr>
  );
}

type Plain = "restore" | "activation" | "second-factor" | "link";
const plain: readonly unknown[] = ["restore", "activation", "second-factor", "link"];
const isPlain = (asking: Asking | null): asking is Plain => plain.includes(asking);

function dialog({ id, name }: Person, asking: Plain) {
  const because = { label: "理由", word: "确定" };
  switch (asking) {
    case "restore":
      return {
        ...because,
        title: `恢复${name}的账号`,
        effect: "账号可以登录，原有岗位不随之恢复，由安全管理员重新授予。",
        act: (reason: string) => api.restorePerson(id, reason),
      };
    case "activation":
      return {
        ...because,
        title: `申请给${name}重发激活码`,
        effect: "系统管理员核准后，原口令和登录才失效；激活码由系统管理员当面交给本人。",
        act: (reason: string) => api.askForPerson(id, { act: "activation", reason }),
      };
    case "second-factor":
      return {
        ...because,
        title: `重设${name}的动态码`,
        effect: "动态码、备用码和登录立即失效，本人用口令登录后重新绑定。",
        act: (reason: string) => api.resetSecondFactor(id, reason),
      };
    case "link":
      return {
        title: `申请关联${name}的统一身份`,
        effect: "填写统一身份认证中这个人的标识（sub），由系统管理员核准。关联只用来登录，不带来任何岗位。",
        label: "统一身份标识",
        word: "提出申请",
        act: (subject: string) =>
          api.askForPerson(id, { act: "external-link", subject, reason: "用统一身份登录" }),
      };
  }
}
