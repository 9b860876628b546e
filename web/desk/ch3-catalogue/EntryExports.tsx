import { useMutation } from "@tanstack/react-query";
import { Button, Popover } from "antd";
import { api } from "../../shared/api.ts";
import { Failure } from "../../shared/States.tsx";
import type { Filters } from "./EntrySearch.tsx";

/** Saves what is chosen, or else what was found, in one of three forms. */
export function EntryExports({ chosen, filters }: { chosen: ReadonlySet<string>; filters: Filters }) {
  const save = useMutation({
    mutationFn: (format: string) =>
      api.exportEntries(
        chosen.size > 0
          ? { format, ids: [...chosen] }
          : { format, ...filters, mine: filters.mine === "true" },
      ),
  });
  const content = (
    <div className="acts">
      {[
        ["xlsx", "Excel，可以改好再导入"],
        ["csv", "CSV，每个数据项一行"],
        ["json", "JSON"],
      ].map(([format = "", words]) => (
        <Button key={format} loading={save.isPending} onClick={() => save.mutate(format)}>
          {words}
        </Button>
      ))}
      {save.error !== null && <Failure error={save.error} />}
    </div>
  );
  return (
    <Popover
      trigger="click"
      content={content}
      title={chosen.size > 0 ? `导出选中的 ${chosen.size} 个` : "导出查到的目录"}
    >
      <Button>{chosen.size > 0 ? `导出选中的 ${chosen.size} 个` : "导出"}</Button>
    </Popover>
  );
}
