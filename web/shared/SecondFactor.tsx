import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PendingFactor } from "../../src/contract/session.ts";
import { api } from "./api.ts";
import { Field } from "./Field.tsx";
import { QrCode } from "./QrCode.tsx";
import { sessionQuery } from "./queries.ts";
import { Failure } from "./States.tsx";

/** Code of the device, or a recovery code where one serves too. */
export function CodeInput(props: {
  id: string;
  title: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field id={props.id} title={props.title} hint={props.hint}>
      <input
        id={props.id}
        className="input"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        aria-describedby={`${props.id}-hint`}
        required
        maxLength={32}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  );
}

/** Scan, type the first code, keep the recovery codes. */
export function EnrolSecondFactor({ enrolled, onDone }: { enrolled: boolean; onDone: () => void }) {
  const [present, setPresent] = useState("");
  const [pending, setPending] = useState<PendingFactor | null>(null);
  const begin = useMutation({
    mutationFn: () => api.beginSecondFactor(enrolled ? { code: present.trim() } : {}),
    onSuccess: setPending,
  });
  if (pending !== null) return <Confirm pending={pending} onDone={onDone} />;
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate();
      }}
    >
      <p>
        手机上装好任一身份验证器应用（支持 TOTP 标准）再开始。绑定以后，登录时除口令外还要输入它显示的 6
        位动态码。
      </p>
      {enrolled && (
        <CodeInput
          id="present-code"
          title="现用的动态码"
          hint="换绑前先核对本人；手机不在身边时填一个备用码。"
          value={present}
          onChange={setPresent}
        />
      )}
      {begin.error !== null && <Failure error={begin.error} />}
      <button type="submit" className="button primary" disabled={begin.isPending}>
        {enrolled ? "换绑动态码" : "绑定动态码"}
      </button>
    </form>
  );
}

function Confirm({ pending, onDone }: { pending: PendingFactor; onDone: () => void }) {
  const [code, setCode] = useState("");
  const confirm = useMutation({ mutationFn: () => api.confirmSecondFactor(code.trim()) });
  if (confirm.data !== undefined) return <RecoveryCodes codes={confirm.data.codes} onDone={onDone} />;
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>用身份验证器扫描二维码；不能扫码的，在验证器里手工输入下面的密钥。</p>
      <QrCode text={pending.uri} label="绑定动态码的二维码，内容与下面的密钥相同" />
      <p>
        <code className="breaking">{pending.secret.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <CodeInput
        id="first-code"
        title="动态码"
        hint="验证器现在显示的 6 位数字。"
        value={code}
        onChange={setCode}
      />
      {confirm.error !== null && <Failure error={confirm.error} />}
      <button type="submit" className="button primary" disabled={confirm.isPending}>
        确认绑定
      </button>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const queries = useQueryClient();
  const close = () => {
    onDone();
    return queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return (
    <div className="sign-in">
      <h2>备用码</h2>
      <p className="notice">只显示这一次。请抄下或打印，锁好。手机丢失时每个可以代替动态码登录一次。</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <button type="button" className="button primary" onClick={close}>
        我已存好
      </button>
    </div>
  );
}
