import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "./api.ts";
import { Field } from "./Field.tsx";
import { ApiError } from "./http.ts";
import { Failure } from "./States.tsx";

/** A person takes over their account: activation code and a password of their own. */
export function Activate({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [username, setUsername] = useState("");
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const activate = useMutation({
    mutationFn: () => api.activate({ username: username.trim(), code: code.trim(), password }),
    onSuccess: onDone,
  });
  const differs = again !== "" && again !== password;
  const refused = activate.error instanceof ApiError ? activate.error.errors[0] : undefined;
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (again === password) activate.mutate();
      }}
    >
      <h1>用激活码设置口令</h1>
      <p className="muted small">激活码由系统管理员开设账号时交给本人，72 小时内有效，只能用一次。</p>
      <Text id="new-username" title="账号" value={username} onChange={setUsername} complete="username" />
      <Text id="activation-code" title="激活码" value={code} onChange={setCode} complete="off" />
      <Field
        id="new-password"
        title="新口令"
        hint="至少 12 个字符，不含账号和姓名。几个不相干的词连起来，好记又难猜。"
        error={refused}
      >
        <input
          id="new-password"
          className="input"
          type="password"
          autoComplete="new-password"
          aria-describedby="new-password-hint"
          required
          minLength={12}
          maxLength={256}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Field
        id="again-password"
        title="再输一遍"
        error={differs ? { detail: "两次输入的口令不一样，请重新输入。" } : undefined}
      >
        <input
          id="again-password"
          className="input"
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
      </Field>
      {activate.error !== null && refused === undefined && <Failure error={activate.error} />}
      <button type="submit" className="button primary" disabled={activate.isPending}>
        设置口令
      </button>
      <button type="button" className="link-button" onClick={onCancel}>
        返回登录
      </button>
    </form>
  );
}

export function Text(props: {
  id: string;
  title: string;
  value: string;
  complete: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field id={props.id} title={props.title}>
      <input
        id={props.id}
        className="input"
        autoComplete={props.complete}
        autoCapitalize="none"
        required
        maxLength={64}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  );
}
