import { z } from "zod";
import { handlersOf, type Matters } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import type { NewNotice } from "../platform/notices/index.ts";

const withdrawn = z.object({
  entryId: z.uuid(),
  name: z.string(),
  number: z.string(),
  holders: z.array(z.uuid()),
});

/** Whoever used an entry that has left the catalogue is told so, and finds reason and arrangement at the grant. */
export function tellHolders(
  events: Events,
  engine: Matters["engine"],
  notify: (tx: Tx, notice: NewNotice) => Promise<void>,
): void {
  events.subscribe("catalogue.entry.withdrawn", "notices.grants", async ({ body }, tx) => {
    const { entryId, name, number, holders } = withdrawn.parse(body);
    for (const holder of holders)
      await notify(tx, {
        to: await handlersOf(engine, tx, holder),
        key: `withdrawn:${entryId}:${holder}`,
        about: "ended",
        title: `使用权限已终止：“${name}”目录已撤销`,
        detail: `${number}，原因和安排见使用权限`,
        path: "/desk/grants",
        dueOn: null,
      });
  });
}
