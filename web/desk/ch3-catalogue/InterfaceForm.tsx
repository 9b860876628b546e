import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import type { InterfaceSettings } from "../../../src/contract/interface.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { ApiError } from "../../shared/http.ts";
import { Code, Scroll } from "../../shared/Page.tsx";
import { Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";
import { InterfaceTrial } from "./InterfaceTrial.tsx";
import { type Drafted, drafted, settingsOf } from "./interfaceDraft.ts";

type Settings = ReturnType<typeof settingsOf>;

/** Where and how the interface is asked; tried as it stands on the page before it is put in force. */
export function InterfaceForm(props: {
  entry: Entry;
  act: string;
  before?: InterfaceSettings;
  hasSecret?: boolean;
  send: (settings: Settings, key: string) => Promise<unknown>;
  onDone: () => unknown;
  onCancel?: () => void;
}) {
  const [draft, setDraft] = useState(() => drafted(props.before, props.entry.published?.items ?? []));
  const sending = useOnce((key) => props.send(settingsOf(draft), key), {
    onSuccess: () => void props.onDone(),
  });
  const refused = sending.error instanceof ApiError ? sending.error : null;
  const set = (change: Partial<Drafted>) => {
    sending.reset();
    setDraft((before) => ({ ...before, ...change }));
  };
  const errorOf = (name: string) => refused?.errors.find(({ pointer }) => pointer.startsWith(`/${name}`));
  const text = (name: keyof Drafted & TextName, title: string, hint: ReactNode, more: TextMore = {}) => (
    <TextField
      name={name}
      title={title}
      hint={hint}
      value={draft[name]}
      error={errorOf(more.pointer ?? name)}
      onChange={(value) => set({ [name]: value })}
      {...more}
    />
  );
  return (
    <form
      className="interface-form"
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate();
      }}
    >
      <div className="form-grid">
        {text("url", "接口地址", "https 开头，不带问号参数；主机须由市大数据中心先行开放", { wide: true })}
        <Field
          id="interface-method"
          title="方法"
          hint={draft.method === "GET" ? get : "主体放在正文里，建议使用"}
        >
          <Select<Drafted["method"]>
            id="interface-method"
            options={[
              { value: "POST", label: "POST（JSON 正文）" },
              { value: "GET", label: "GET（网址参数）" },
            ]}
            value={draft.method}
            onChange={(method) => set({ method })}
          />
        </Field>
        {text("timeoutSeconds", "时限（秒）", "1 到 30 秒，超过即作失败")}
        {text("subjectParameter", "主体的参数名", "例如 idNo")}
        {text("columnsParameter", "数据项的参数名", "填了就告诉接口只要哪些字段", { optional: true })}
        {text("rowsPointer", "数据在答复中的位置", "JSON 指针，如 /data/rows；答复本身就是数据时不填", {
          optional: true,
        })}
        {text("successPointer", "成功标志的位置", "接口出错时也答 200 的要填：JSON 指针，如 /code", {
          optional: true,
          pointer: "success/pointer",
        })}
        {text("successValues", "表示成功的值", "如 0 或者 200，几个之间用逗号分开；是别的值就作失败", {
          optional: true,
          pointer: "success/values",
        })}
        <Field id="interface-proof" title="平台怎样证明身份">
          <Select<Drafted["proof"]>
            id="interface-proof"
            options={[
              { value: "header", label: "密钥请求头" },
              { value: "signature", label: "平台签名（RFC 9421）" },
            ]}
            value={draft.proof}
            onChange={(proof) => set({ proof })}
          />
        </Field>
        {draft.proof === "header" && text("header", "请求头名称", "例如 X-Api-Key", { pointer: "proof" })}
        {draft.proof === "header" &&
          text(
            "secret",
            "密钥",
            props.hasSecret === true ? "不填则沿用；换了主机或者请求头要重新填写" : "加密保存，不再显示",
            {
              secret: true,
            },
          )}
      </div>
      {draft.proof === "signature" && <Identity />}
      <FieldsOf entry={props.entry} draft={draft} set={set} error={errorOf("fields")?.detail} />
      <InterfaceTrial entry={props.entry} draft={draft} />
      {sending.error !== null && <Failure error={sending.error} />}
      <p className="acts">
        {props.onCancel !== undefined && <Button onClick={props.onCancel}>取消</Button>}
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {props.act}
        </Button>
      </p>
    </form>
  );
}

const get = "证件号码会出现在对方系统的访问日志里；能改用 POST 的请改用";

type TextName =
  | "url"
  | "timeoutSeconds"
  | "subjectParameter"
  | "columnsParameter"
  | "rowsPointer"
  | "successPointer"
  | "successValues"
  | "header"
  | "secret";
interface TextMore {
  readonly wide?: boolean;
  readonly optional?: boolean;
  readonly secret?: boolean;
  readonly pointer?: string;
}

function TextField(
  props: TextMore & {
    name: string;
    title: string;
    hint: ReactNode;
    value: string;
    error: { detail: string } | undefined;
    onChange: (value: string) => void;
  },
) {
  const id = `interface-${props.name}`;
  return (
    <Field
      id={id}
      title={props.title}
      hint={props.hint}
      error={props.error}
      wide={props.wide === true}
      optional={props.optional === true}
    >
      <Input
        id={id}
        type={props.secret === true ? "password" : "text"}
        autoComplete={props.secret === true ? "new-password" : "off"}
        maxLength={500}
        aria-describedby={`${id}-hint ${id}-error`}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  );
}

/** What the department checks the platform's signature by. */
function Identity() {
  const identity = useQuery({ queryKey: ["interface-identity"], queryFn: api.interfaceIdentity });
  return (
    <Loaded read={identity} rows={2}>
      {({ keyid, publicKey }) => (
        <>
          <p className="small">
            接口用下面的公钥（Ed25519）核对平台的签名，keyid 是 <code>{keyid}</code>：
          </p>
          <Code label="平台的签名公钥">{publicKey}</Code>
        </>
      )}
    </Loaded>
  );
}

function FieldsOf(props: {
  entry: Entry;
  draft: Drafted;
  set: (change: Partial<Drafted>) => void;
  error: string | undefined;
}) {
  const { draft, set } = props;
  return (
    <fieldset className="fields-of">
      <legend>数据项在答复里的字段名</legend>
      <p className="hint">不填就用目录里的字段名。</p>
      {props.error !== undefined && <p className="field-error">{props.error}</p>}
      <Scroll label="数据项和对方字段">
        <table className="ruled stacked">
          <thead>
            <tr>
              <th scope="col">数据项</th>
              <th scope="col">对方字段</th>
            </tr>
          </thead>
          <tbody>
            {(props.entry.published?.items ?? []).map(({ column, name }) => (
              <tr key={column}>
                <td className="main-cell">{name}</td>
                <td data-label="对方字段">
                  <input
                    className="input"
                    aria-label={`${name} 的对方字段`}
                    placeholder={column}
                    maxLength={100}
                    value={draft.fields[column] ?? ""}
                    onChange={(event) => set({ fields: { ...draft.fields, [column]: event.target.value } })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </fieldset>
  );
}
