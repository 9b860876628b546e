import type { Grant } from "../../../src/contract/grant.ts";
import { grantStateLabel } from "../../../src/contract/labels.zh.ts";
import { Icon } from "../../shared/Icon.tsx";
import { useLawTime } from "../../shared/queries.ts";

const look = { active: "done", suspended: "refused", ended: "later" };
const icon = { active: "check", suspended: "pause", ended: "close" } as const;

/** A grant whose day has passed gives nothing any more, though nobody has ended it. */
export function GrantChip({ grant }: { grant: Grant }) {
  const { now } = useLawTime();
  if (grant.state === "active" && now !== undefined && grant.validUntil !== null && grant.validUntil <= now) {
    return (
      <span className="chip later">
        <Icon name="today" />
        已到期
      </span>
    );
  }
  return (
    <span className={`chip ${look[grant.state]}`}>
      <Icon name={icon[grant.state]} />
      {grantStateLabel[grant.state]}
    </span>
  );
}
