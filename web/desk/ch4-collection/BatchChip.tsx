import type { Batch } from "../../../src/contract/batch.ts";
import { batchStateLabel } from "../../../src/contract/labels.zh.ts";
import { Icon } from "../../shared/Icon.tsx";

const look = { receiving: "active", queued: "later", running: "active", done: "done", refused: "refused" };

export function BatchChip({ batch }: { batch: Batch }) {
  return (
    <span className={`chip ${look[batch.state]}`}>
      {batch.state === "done" && <Icon name="check" />}
      {batch.state === "refused" && <Icon name="close" />}
      {batchStateLabel[batch.state]}
      {batch.state === "running" && ` ${Math.floor(batch.progress * 100)}%`}
    </span>
  );
}
