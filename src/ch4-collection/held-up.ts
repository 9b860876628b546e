import { staff, withRole } from "../ch2-parties/index.ts";
import type { Database, Tx } from "../platform/db/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { NewNotice } from "../platform/notices/index.ts";
import type { HeldUp } from "../vault/index.ts";
import { storedResource } from "./catalogue.ts";
import { senders } from "./policy.ts";

/**
 * Art. 11 ¶3: a file that is not what was stored keeps its whole resource from the place where it belongs. The provider, who
 * can remove it and send it anew, and the security administrators learn once which file it is.
 */
export async function tellHeldUp(
  { database, notify }: { readonly database: Database; notify(tx: Tx, notice: NewNotice): Promise<void> },
  { resource, file, name }: HeldUp,
): Promise<void> {
  await inTransaction(database.kysely, async (tx) => {
    const stored = await storedResource(tx, resource);
    if (stored === undefined) return;
    const keepers = (await staff(tx, stored.providerPartyId)).filter(({ roles }) =>
      senders.some((role) => roles.includes(role)),
    );
    const notice = {
      key: `file-holds-up:${file}`,
      about: "file",
      title: `文件损坏：${stored.entryName}`,
      dueOn: null,
    };
    await notify(tx, {
      ...notice,
      to: keepers.map(({ personId }) => personId),
      detail: `“${name}”在存放中损坏或者丢失，整个资源因此不能移到应放的位置。请撤下这个文件，移好后重新上传`,
      path: `/desk/upload?resource=${resource}`,
    });
    await notify(tx, {
      ...notice,
      to: await withRole(tx, "security-admin"),
      detail: `“${name}”在存放中损坏或者丢失，整个资源因此不能移到应放的位置。请查明原因，并请提供单位撤下后重新上传`,
      path: "/desk/zone",
    });
  });
}
