import type { Tx } from "../db/tables.ts";
import { uuid } from "../ids/index.ts";
import "./tables.ts";

export interface NewNotice {
  /** Ids of persons; each gets it once under the key. */
  readonly to: readonly string[];
  readonly key: string;
  /** Kind of the notice, for its mark: `todo`, `overdue`. */
  readonly about: string;
  /** No personal values in title and detail: they also leave by e-mail. */
  readonly title: string;
  readonly detail: string;
  /** Where it leads, such as `/desk/matters/<id>`. */
  readonly path: string;
  readonly dueOn: string | null;
}

/** Puts a notice before persons, with a delivery to each address given for these channels. Tells whether any is to be made. */
export async function putNotice(tx: Tx, notice: NewNotice, channels: readonly string[]): Promise<boolean> {
  const { to, key, about, title, detail, path, dueOn } = notice;
  if (to.length === 0) return false;
  const put = await tx
    .insertInto("platform.notice")
    .values(
      [...new Set(to)].map((person_id) => ({
        id: uuid(),
        person_id,
        key,
        about,
        title,
        detail,
        path,
        due_on: dueOn,
      })),
    )
    .onConflict((conflict) => conflict.columns(["person_id", "key"]).doNothing())
    .returning(["id", "person_id"])
    .execute();
  if (put.length === 0 || channels.length === 0) return false;
  const addresses = await tx
    .selectFrom("platform.notice_address")
    .select(["person_id", "channel"])
    .where("channel", "in", channels)
    .where(
      "person_id",
      "in",
      put.map(({ person_id }) => person_id),
    )
    .execute();
  if (addresses.length === 0) return false;
  const idOf = new Map(put.map(({ id, person_id }) => [person_id, id]));
  await tx
    .insertInto("platform.notice_delivery")
    .values(
      addresses.map(({ person_id, channel }) => ({
        id: uuid(),
        notice_id: idOf.get(person_id) ?? "",
        channel,
        state: "waiting" as const,
        ended_at: null,
        error_code: null,
      })),
    )
    .execute();
  return true;
}
