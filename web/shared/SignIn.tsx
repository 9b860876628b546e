import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Activate, Text } from "./Activate.tsx";
import { api } from "./api.ts";
import { EnterExternally } from "./EnterExternally.tsx";
import { Field } from "./Field.tsx";
import { ApiError } from "./http.ts";
import { sessionQuery, usePlatform } from "./queries.ts";
import { CodeInput } from "./SecondFactor.tsx";
import { Failure } from "./States.tsx";

/** How the browser came back from the OpenID provider, from the address. */
const returned = () => new URLSearchParams(location.search).get("external");

/** What was proven serves once: whoever signs out later begins anew. */
const forgetReturn = () => history.replaceState(history.state, "", location.pathname);

const refusals: Readonly<Record<string, string>> = {
  denied: "没有得到统一身份认证的同意，没有登录。可以重试，或者用平台账号登录。",
  failed: "统一身份认证没有成功，或者已经过时。请从这里重新开始，或者用平台账号登录。",
};

/** Ways to sign in; whoever shows it is drawn anew once somebody is signed in. */
export function SignIn({ hint }: { hint: string }) {
  const [way, setWay] = useState(returned() === "proven" ? "external" : "password");
  const external = usePlatform()?.externalLogin ?? null;
  const [activated, setActivated] = useState(false);
  if (way === "activation")
    return (
      <Activate
        onDone={() => {
          setActivated(true);
          setWay("password");
        }}
        onCancel={() => setWay("password")}
      />
    );
  if (way === "external")
    return (
      <EnterExternally
        name={external ?? "统一身份"}
        onEnter={forgetReturn}
        onCancel={() => {
          forgetReturn();
          setWay("password");
        }}
      />
    );
  return (
    <ByPassword
      hint={hint}
      activated={activated}
      external={external}
      onActivate={() => setWay("activation")}
    />
  );
}

/** Name and password, then a dynamic code where the account has a second factor. */
function ByPassword(props: {
  hint: string;
  activated: boolean;
  external: string | null;
  onActivate: () => void;
}) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [needsCode, setNeedsCode] = useState(false);
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => api.signIn(username.trim(), password, needsCode ? code.trim() : undefined),
    onSuccess: () => queries.fetchQuery({ ...sessionQuery, staleTime: 0 }),
    onError: (error) => {
      if (error instanceof ApiError && error.code === "second_factor_required") setNeedsCode(true);
    },
  });
  const asked = signIn.error instanceof ApiError && signIn.error.code === "second_factor_required";
  const refusal = refusals[returned() ?? ""];
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <h1>登录</h1>
      <p className="muted small">{props.hint}</p>
      {props.activated && (
        <p className="notice" role="status">
          口令已经设置，请用它登录。
        </p>
      )}
      {refusal !== undefined && (
        <p className="notice" role="alert">
          {refusal}
        </p>
      )}
      <Text id="username" title="账号" value={username} onChange={setUsername} complete="username" />
      <Field id="password" title="口令">
        <input
          id="password"
          className="input"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {needsCode && (
        <CodeInput
          id="code"
          title="动态码"
          hint="身份验证器上的 6 位数字；手机不在身边时填一个备用码。"
          value={code}
          onChange={setCode}
        />
      )}
      {signIn.error !== null && !asked && <Failure error={signIn.error} />}
      <button type="submit" className="button primary" disabled={signIn.isPending}>
        登录
      </button>
      <p className="acts">
        {props.external !== null && (
          <a className="button" href="/api/v1/session/external">
            用{props.external}登录
          </a>
        )}
        <button type="button" className="link-button" onClick={props.onActivate}>
          用激活码设置口令
        </button>
      </p>
    </form>
  );
}
