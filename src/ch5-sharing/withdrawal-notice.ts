import { z } from "zod";
import { grantsOf } from "../access/index.ts";
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

/** Grants of one unit on one entry that are told of; hardly anybody has a second. */
const most = 200;

/** Whoever used an entry that has left the catalogue is told so, and finds reason and arrangement at the grant. */
export function tellHolders(
  events: Events,
  engine: Matters["engine"],
  notify: (tx: Tx, notice: NewNotice) => Promise<void>,
): void {
  events.subscribe("catalogue.entry.withdrawn", "notices.grants", async ({ body }, tx) => {
    const { entryId, name, number, holders } = withdrawn.parse(body);
    for (const holder of holders) {
      const to = await handlersOf(engine, tx, holder);
      const ended = await grantsOf(tx, holder, { side: "held", state: "ended", entry: entryId, limit: most });
      for (const { id } of ended.filter(({ ended_article }) => ended_article === "13¶2"))
        await notify(tx, {
          to,
          key: `withdrawn:${entryId}:${id}`,
          about: "ended",
          title: `使用权限已终止：“${name}”目录已撤销`,
          detail: `${number}，原因和安排见使用权限`,
          path: `/desk/grants/${id}`,
          dueOn: null,
        });
    }
  });
}
