import { openingPriorityLabel } from "../../src/contract/labels.zh.ts";
import type { OpeningPriority } from "../../src/contract/open-catalogue.ts";

/** The mark of what is opened before others, with its ground (Art. 36 ¶1). */
export function Priority({ of }: { of: OpeningPriority | null }) {
  return of !== null && <span className="chip active">开放重点：{openingPriorityLabel[of]}</span>;
}
