import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { IssuedActivation } from "../../../src/contract/person.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { ApiError } from "../../shared/http.ts";
import { Failure } from "../../shared/States.tsx";

export function NewPerson({ onIssued }: { onIssued: (issued: IssuedActivation) => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [username, setUsername] = useState("");
  const open = useMutation({
    mutationFn: () => api.openPerson({ name, username }),
    onSuccess: async (issued) => {
      setName("");
      setUsername("");
      onIssued(issued);
      await queries.invalidateQueries({ queryKey: ["persons"] });
      await queries.invalidateQueries({ queryKey: ["person-acts"] });
    },
  });
  const errors = open.error instanceof ApiError ? open.error.errors : [];
  const at = (field: string) => errors.find(({ pointer }) => pointer.endsWith(`/${field}`));
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate();
      }}
    >
      <Field id="person-name" title="姓名" error={at("name")}>
        <input
          id="person-name"
          className="input"
          required
          maxLength={50}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field id="person-username" title="账号" error={at("username")}>
        <input
          id="person-username"
          className="input"
          required
          maxLength={32}
          autoComplete="off"
          autoCapitalize="none"
          placeholder="3 至 32 个字母、数字"
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </Field>
      <button type="submit" className="button primary" disabled={open.isPending}>
        开设
      </button>
      {open.error !== null && errors.length === 0 && <Failure error={open.error} />}
    </form>
  );
}
