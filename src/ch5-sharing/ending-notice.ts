import { z } from "zod";
import { grantById } from "../access/index.ts";
import { lastPublished } from "../ch3-catalogue/index.ts";
import { chineseCitation } from "../law/citation.ts";
import { handlersOf, type Matters } from "../matters/index.ts";
import { momentWords, shanghaiDate } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import type { NewNotice } from "../platform/notices/index.ts";

const ending = z.object({ grant: z.uuid(), validUntil: z.coerce.date() });

/** Before a grant's term is over its holder learns by when to apply anew: an application takes its days too. */
export function tellOfEnding(
  events: Events,
  engine: Matters["engine"],
  notify: (tx: Tx, notice: NewNotice) => Promise<void>,
): void {
  events.subscribe("access.grant.ending", "notices.ending", async ({ body }, tx) => {
    const { grant: id, validUntil } = ending.parse(body);
    const grant = await grantById(tx, id);
    if (grant === undefined || grant.state === "ended" || grant.state === "expired") return;
    // Word that comes late is not worth giving: it has another term by now.
    if (grant.valid_until?.getTime() !== validUntil.getTime()) return;
    const name = (await lastPublished(tx, grant.resource))?.content.name ?? grant.resource;
    await notify(tx, {
      to: await handlersOf(engine, tx, grant.holder_id),
      key: `ending:${id}:${validUntil.toISOString()}`,
      about: "ending",
      title: `使用权限即将到期：“${name}”`,
      detail: `${momentWords(validUntil)} 起不能再调用。到期后仍需使用的，请提前重新申请共享（${chineseCitation("27¶1")}）`,
      path: `/desk/grants/${id}`,
      dueOn: shanghaiDate(new Date(validUntil.getTime() - 1)),
    });
  });
}
