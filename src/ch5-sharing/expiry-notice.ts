import { z } from "zod";
import { grantById } from "../access/index.ts";
import { partyNames } from "../ch2-parties/index.ts";
import { lastPublished } from "../ch3-catalogue/index.ts";
import { chineseCitation } from "../law/citation.ts";
import { handlersOf, type Matters } from "../matters/index.ts";
import { momentWords } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import type { NewNotice } from "../platform/notices/index.ts";

const expired = z.object({ grant: z.uuid() });

/** On the day that a grant's term is over its holder learns what to do, and its provider that it gives nothing any more. */
export function tellOfExpiry(
  events: Events,
  engine: Matters["engine"],
  notify: (tx: Tx, notice: NewNotice) => Promise<void>,
): void {
  events.subscribe("access.grant.expired", "notices.expiry", async ({ body }, tx) => {
    const grant = await grantById(tx, expired.parse(body).grant);
    // Word that comes late is not worth giving: it was ended otherwise, or has another term.
    if (grant?.state !== "expired" || grant.valid_until === null) return;
    const { id, holder_id, provider_id, valid_until } = grant;
    const name = (await lastPublished(tx, grant.resource))?.content.name ?? grant.resource;
    const holder = (await partyNames(tx, [holder_id])).get(holder_id) ?? "";
    const over = `${momentWords(valid_until)} 到期，已不能调用`;
    const told = {
      about: "expired",
      title: `使用权限已到期：“${name}”`,
      path: `/desk/grants/${id}`,
      dueOn: null,
    };
    const apply = chineseCitation("27¶1");
    const words = [
      [holder_id, `${over}。仍需使用的，请重新申请共享（${apply}）`],
      [provider_id, `${holder}的使用权限${over}，不用另行办理；仍需使用的，由其重新申请（${apply}）`],
    ] as const;
    for (const [party, detail] of words)
      await notify(tx, {
        ...told,
        to: await handlersOf(engine, tx, party),
        key: `expired:${id}:${valid_until.toISOString()}:${party}`,
        detail,
      });
  });
}
