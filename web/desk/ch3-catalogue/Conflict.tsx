import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { EntryContent } from "../../../src/contract/entry.ts";
import { compareContents } from "../../../src/contract/entry-comparison.ts";
import { api } from "../../shared/api.ts";
import { Failure } from "../../shared/States.tsx";
import { Differences } from "./Differences.tsx";
import { useAreas } from "./useAreas.ts";

/** Somebody else saved meanwhile: what differs is shown, and the person decides; nothing typed is lost. */
export function Conflict(props: {
  id: string;
  mine: EntryContent;
  onResolve: (keep: "mine" | "theirs") => void;
}) {
  const areas = useAreas();
  const theirs = useQuery({
    queryKey: ["entry-conflict", props.id],
    queryFn: () => api.entry(props.id),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <div className="notice" role="alert">
      <p>
        <b>本目录刚被他人保存过。</b>
        您的改动还在本页，没有丢失。请核对下面的差别，再决定留哪一份。
      </p>
      {theirs.error !== null && <Failure error={theirs.error} retry={() => theirs.refetch()} />}
      {theirs.data !== undefined && (
        <Differences
          differences={compareContents(theirs.data.draft, props.mine, areas)}
          before="他人保存的"
          after="您填写的"
        />
      )}
      <p className="acts">
        <Button onClick={() => props.onResolve("mine")}>用我的内容覆盖</Button>
        <Button danger onClick={() => props.onResolve("theirs")}>
          放弃我的改动
        </Button>
      </p>
    </div>
  );
}
