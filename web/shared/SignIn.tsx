import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "./api.ts";
import { Field } from "./Field.tsx";
import { sessionQuery } from "./queries.ts";
import { Failure } from "./States.tsx";

/** Name and password; whoever shows it is drawn anew once somebody is signed in. */
export function SignIn({ hint }: { hint: string }) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => api.signIn(username.trim(), password),
    onSuccess: () => queries.fetchQuery({ ...sessionQuery, staleTime: 0 }),
  });
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <h1>登录</h1>
      <p className="muted small">{hint}</p>
      <Field id="username" title="账号">
        <input
          id="username"
          className="input"
          autoComplete="username"
          autoCapitalize="none"
          required
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </Field>
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
      {signIn.error !== null && <Failure error={signIn.error} />}
      <button type="submit" className="button primary" disabled={signIn.isPending}>
        登录
      </button>
    </form>
  );
}
