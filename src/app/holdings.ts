import { type AppendLeaf, grantHoldings } from "../access/index.ts";
import { partyHoldings, type UnitHoldings } from "../ch2-parties/index.ts";
import { entryHoldings } from "../ch3-catalogue/index.ts";
import { sourceHoldings } from "../ch4-collection/index.ts";
import { draftHoldings, type Matters, matterHoldings } from "../matters/index.ts";

/** Everything a unit can hold. Matters move before entries do: an entry's update is a matter of its new provider. */
export const holdingsOf = (matters: Matters, append: AppendLeaf): readonly UnitHoldings[] => [
  draftHoldings,
  matterHoldings,
  grantHoldings(append),
  entryHoldings(matters.follow),
  sourceHoldings,
  ...partyHoldings,
];
