import type { EntryItem } from "../../contract/entry.ts";
import { shanghaiDate, wallNow } from "../../platform/clocks/index.ts";
import type { IdentityAreas } from "./divisions.ts";
import { compileItem, type ItemCheck } from "./items.ts";

/** The rules of files for values that come one by one, from an interface: those of the day on which they come. */
export const liveCheck =
  (areas: IdentityAreas) =>
  (item: EntryItem): ItemCheck =>
    compileItem(item, { areas, today: shanghaiDate(wallNow()) });
