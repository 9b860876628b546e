import { sql } from "kysely";
import { lawNow } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/index.ts";
import { uuid } from "../platform/ids/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import type { Province } from "./province.ts";
import "./tables.ts";

/** Lets the delivery begin again at once where it stopped or waits, on record. @throws Problem */
export async function retry(tx: Tx, province: Province, caller: Caller): Promise<void> {
  if (province.options.endpoint === null)
    throw new Problem(
      "province_not_configured",
      "还没有配置省级平台的接收地址。请运维人员设置环境变量 GONGSHU_PROVINCE_URL 后重启平台。",
    );
  const next = await tx
    .selectFrom("province.message as message")
    .innerJoin("province.delivery as delivery", (join) =>
      join.onRef("message.seq", ">", "delivery.delivered"),
    )
    .select("message.seq")
    .orderBy("message.seq")
    .limit(1)
    .executeTakeFirst();
  if (next === undefined) throw new Problem("nothing_to_deliver", "消息已全部送达，不用重试。");
  await tx
    .updateTable("province.delivery")
    .set({ stopped: false, failure: null, attempts: 0, due_at: sql<Date>`platform.wall_now()` })
    .execute();
  const { personId, personName, party } = caller;
  const body = {
    person: { id: personId, name: personName },
    unit: { id: party.id, name: party.name },
    from: next.seq,
  };
  const [id, at] = [uuid(), await lawNow(tx)];
  const receipt = await province.options.ledger.append(tx, {
    kind: "record",
    at,
    ref: `province.retry:${id}`,
    body,
  });
  await tx
    .insertInto("province.retry")
    .values({ id, at, body: JSON.stringify(body), receipt })
    .execute();
  await province.wake(tx);
}

/** Retries read anew, for refs `province.retry:<id>`. */
export const retryEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("province.retry")
      .select(["id", "body"])
      .where("id", "in", [...ids])
      .execute();
    return new Map(rows.map(({ id, body }) => [id, body]));
  },
};
