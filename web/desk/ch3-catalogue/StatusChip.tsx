import type { EntrySummary } from "../../../src/contract/entry.ts";
import { entryStatusLabel } from "../../../src/contract/labels.zh.ts";
import { Icon } from "../../shared/Icon.tsx";

const look = { draft: "later", "in-review": "active", published: "done", withdrawn: "refused" };

export function StatusChip({ status }: { status: EntrySummary["status"] }) {
  return (
    <span className={`chip ${look[status]}`}>
      {status === "published" && <Icon name="check" />}
      {entryStatusLabel[status]}
    </span>
  );
}
