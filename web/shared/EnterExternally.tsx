import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Text } from "./Activate.tsx";
import { api } from "./api.ts";
import { ApiError } from "./http.ts";
import { sessionQuery } from "./queries.ts";
import { CodeInput } from "./SecondFactor.tsx";
import { Failure } from "./States.tsx";

const codeOf = (error: unknown) => (error instanceof ApiError ? error.code : "");

/** Back from the OpenID provider: enters, or asks for what is missing, a dynamic code or the link to an account. */
export function EnterExternally(props: { name: string; onEnter: () => void; onCancel: () => void }) {
  const { name, onEnter, onCancel } = props;
  const queries = useQueryClient();
  const [username, setUsername] = useState("");
  const [activation, setActivation] = useState("");
  const [code, setCode] = useState("");
  const [wants, setWants] = useState<"nothing" | "link" | "code">("nothing");
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      api.enterExternally({
        ...(wants === "code" ? { code: code.trim() } : {}),
        ...(wants === "link" ? { activation: { username: username.trim(), code: activation.trim() } } : {}),
      }),
    onSuccess: () => {
      onEnter();
      return queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    },
    onError: (refused) => {
      if (codeOf(refused) === "external_login_unlinked") setWants("link");
      if (codeOf(refused) === "second_factor_required") setWants("code");
    },
  });
  useEffect(() => mutate(), [mutate]);
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <h1>以{name}登录</h1>
      {wants === "link" && (
        <>
          <Text id="link-username" title="账号" value={username} onChange={setUsername} complete="username" />
          <Text id="link-code" title="激活码" value={activation} onChange={setActivation} complete="off" />
        </>
      )}
      {wants === "code" && (
        <CodeInput
          id="external-code"
          title="动态码"
          hint="身份验证器上的 6 位数字，或者一个备用码。"
          value={code}
          onChange={setCode}
        />
      )}
      {error !== null && <Failure error={error} />}
      {wants !== "nothing" && (
        <button type="submit" className="button primary" disabled={isPending}>
          {wants === "link" ? "关联并登录" : "登录"}
        </button>
      )}
      <button type="button" className="link-button" onClick={onCancel}>
        返回登录
      </button>
    </form>
  );
}
