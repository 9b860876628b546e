import { type AppendLeaf, amendGrant, createGrant, type Ground, standingOf } from "../access/index.ts";
import type { FiledGrants, StandingGrant } from "../ch3-catalogue/index.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import { leastTreatment } from "../contract/treatment.ts";
import { addDays } from "../law/calendar.ts";
import { startOf } from "../law/deadlines.ts";

/** Standing grants of another platform as grants of this one, on the basis of the filing that took them over. */
export const filedGrants = (append: AppendLeaf): FiledGrants => ({
  standing: standingOf,
  give: async (tx, standing) => {
    const { grant, providerId, resource, matterId } = standing;
    const { id } = await createGrant(
      tx,
      append,
      {
        holderId: grant.holder.id,
        providerId,
        resource,
        matterId,
        validFrom: standing.at,
        ...termsOf(standing),
      },
      basisOf(standing),
    );
    return id;
  },
  amend: async (tx, id, standing) => {
    await amendGrant(tx, append, id, termsOf(standing), { ...basisOf(standing), at: standing.at });
  },
});

/** In force from the filing on, not from the day of the original approval: nothing is idle or overdue at once. */
const termsOf = ({ grant, items }: StandingGrant) => ({
  scenario: grant.scenario,
  modes: grant.modes,
  columns: items.map(
    (item): ColumnDecision => ({ column: item.column, treatment: leastTreatment(item), reason: "" }),
  ),
  validUntil: grant.until === null ? null : startOf(addDays(grant.until, 1)),
});

const basisOf = ({ grant }: StandingGrant): Pick<Ground, "reason" | "article"> => ({
  reason: `存量备案：${grant.approver}${grant.document}（原授权编号 ${grant.number}）`,
  article: "27",
});
