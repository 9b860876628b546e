import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { SavedView } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { queryString } from "../../shared/http.ts";
import { Failure } from "../../shared/States.tsx";

/** Conditions of the list as they stand in its address. */
export interface Conditions {
  box: string;
  q?: string | undefined;
  kind?: string | undefined;
  light?: string | undefined;
}

const lights = [
  { value: "red", label: "红：逾期" },
  { value: "yellow", label: "黄：临期" },
  { value: "green", label: "绿：未到期" },
];
const addressOf = (conditions: Conditions) => `/desk/${queryString({ ...conditions })}`;

function Views({ conditions }: { conditions: Conditions }) {
  const queries = useQueryClient();
  const [name, setName] = useState<string | null>(null);
  const views = useQuery({ queryKey: ["views"], queryFn: api.views });
  const settle = (kept: { items: SavedView[] }) => queries.setQueryData(["views"], kept);
  const save = useMutation({
    mutationFn: (given: string) => api.saveView(given, conditions),
    onSuccess: (kept) => {
      settle(kept);
      setName(null);
    },
  });
  const drop = useMutation({ mutationFn: api.dropView, onSuccess: settle });
  return (
    <div className="views">
      {(views.data?.items ?? []).map((view) => (
        <span key={view.id} className="view">
          <a href={addressOf({ ...view.query, box: view.query.box })}>{view.name}</a>
          <button
            type="button"
            className="link-button"
            aria-label={`删除视图“${view.name}”`}
            onClick={() => drop.mutate(view.id)}
          >
            删除
          </button>
        </span>
      ))}
      {name === null ? (
        <button type="button" className="link-button" onClick={() => setName("")}>
          存为视图
        </button>
      ) : (
        <form
          className="inline-form"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(name);
          }}
        >
          <input
            className="input"
            aria-label="视图名称"
            placeholder="视图名称"
            required
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" className="button" disabled={save.isPending}>
            保存
          </button>
        </form>
      )}
      {save.error !== null && <Failure error={save.error} />}
    </div>
  );
}

/** Search, kind and colour; conditions kept under a name; the list taken along. */
export function Filters({ conditions }: { conditions: Conditions }) {
  const router = useRouter();
  const { data } = useQuery({ queryKey: ["procedures"], queryFn: api.procedures, staleTime: 60_000 });
  const go = (change: Partial<Conditions>) => router.history.push(addressOf({ ...conditions, ...change }));
  return (
    <>
      <search>
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault();
            go({ q: String(new FormData(event.currentTarget).get("q") ?? "") });
          }}
        >
          <input
            key={conditions.q}
            name="q"
            className="input"
            aria-label="查办件"
            placeholder="名称、文号、单位"
            maxLength={100}
            defaultValue={conditions.q ?? ""}
          />
          <select
            className="input"
            aria-label="事项"
            value={conditions.kind ?? ""}
            onChange={(event) => go({ kind: event.target.value })}
          >
            <option value="">事项：全部</option>
            {(data?.items ?? []).map((procedure) => (
              <option key={procedure.kind} value={procedure.kind}>
                {procedure.title}
              </option>
            ))}
          </select>
          <select
            className="input"
            aria-label="红黄绿灯"
            value={conditions.light ?? ""}
            onChange={(event) => go({ light: event.target.value })}
          >
            <option value="">期限：全部</option>
            {lights.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <button type="submit" className="button">
            查找
          </button>
          <span className="take-along">
            导出
            <a href={api.exportAddress({ ...conditions, format: "xlsx" })}>Excel</a>
            <a href={api.exportAddress({ ...conditions, format: "csv" })}>CSV</a>
          </span>
        </form>
      </search>
      <Views conditions={conditions} />
    </>
  );
}
