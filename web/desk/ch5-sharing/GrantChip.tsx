import type { Grant } from "../../../src/contract/grant.ts";
import { grantStateLabel } from "../../../src/contract/labels.zh.ts";
import { Icon } from "../../shared/Icon.tsx";

const look = { active: "done", suspended: "refused", expired: "later", ended: "later" };
const icon = { active: "check", suspended: "pause", expired: "today", ended: "close" } as const;

export function GrantChip({ grant }: { grant: Grant }) {
  return (
    <span className={`chip ${look[grant.state]}`}>
      <Icon name={icon[grant.state]} />
      {grantStateLabel[grant.state]}
    </span>
  );
}
