import { z } from "zod";
import { mountedResource } from "../ch3-catalogue/index.ts";
import { resourceCode } from "../contract/common.ts";
import type { Role } from "../contract/roles.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import type { NewNotice } from "../platform/notices/index.ts";

const failing = z.object({ resource: resourceCode, since: z.string(), reason: z.string() });
const keeping: ReadonlySet<Role> = new Set(["data-officer", "section-head", "chief-data-officer"]);

/** Art. 7 ¶3: the provider learns once that its interface has begun to fail, not at every call. */
export function subscribeInterfaceNotices(
  events: Events,
  ports: {
    staff(tx: Tx, party: string): Promise<readonly { personId: string; roles: readonly Role[] }[]>;
    notify(tx: Tx, notice: NewNotice): Promise<void>;
  },
): void {
  events.subscribe("access.upstream.failing", "notices.interfaces", async ({ body }, tx) => {
    const { resource, since, reason } = failing.parse(body);
    const mounted = await mountedResource(tx, resource);
    if (mounted === undefined) return;
    const { id, content, providerId } = mounted.entry;
    const keepers = (await ports.staff(tx, providerId)).filter(({ roles }) =>
      roles.some((role) => keeping.has(role)),
    );
    await ports.notify(tx, {
      to: keepers.map(({ personId }) => personId),
      key: `interface-failing:${resource}:${since}`,
      about: "interface",
      title: `接口没有可用的答复：${content.name}`,
      detail: `其他单位的调用连续失败：${reason}。请检查接口，并在目录页面上试调`,
      path: `/desk/entries/${id}`,
      dueOn: null,
    });
  });
}
