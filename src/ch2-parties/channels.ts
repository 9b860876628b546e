import type { z } from "zod";
import type { Channel, channelForm, countyPlatformForm } from "../contract/duty.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard } from "../matters/index.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { uuid } from "../platform/ids/index.ts";
import { channelMerger, countyPlatform } from "./article-07-channel.ts";

type Form = z.infer<typeof channelForm>;

/** Art. 7 ¶2 running: what exists beside the platform is on the register until it is merged. */
export function bindChannelMerger(): BoundProcedure {
  return bind(channelMerger, {
    title: async ({ form }) => `“${form.name}”归并`,
    guards: { channelIsNotNew, channelIsNotDeclared, mergeDateIsAhead },
    effects: {
      declareChannel: ({ tx, matter }) =>
        enterChannel(tx, matter, {
          purpose: matter.form.channelPurpose,
          state: "declared",
          merge_by: matter.form.mergeBy,
        }),
      beginMerging: ({ tx, matter }) => setState(tx, matter.id, "merging", null),
      closeChannel: ({ tx, matter, at }) => setState(tx, matter.id, "merged", civilDate(at)),
    },
  });
}

/** Art. 7 ¶1 running. */
export function bindCountyPlatform(): BoundProcedure {
  return bind(countyPlatform, {
    title: async ({ form }) => `“${form.name}”例外`,
    guards: { starterIsCountys },
    effects: {
      registerException: ({ tx, matter }) =>
        enterChannel(tx, matter, { purpose: "platform", state: "excepted", merge_by: null }),
    },
  });
}

const channelIsNotNew: Guard<Form> = async ({ matter }) => {
  const { channelStatus, channelPurpose } = matter.form;
  if (channelStatus !== "planned") return undefined;
  const detail =
    channelPurpose === "platform"
      ? "县（区）原则上不得独立建设平台；确有必要的，由县（区）政府或者数据局办理“县（区）平台例外”"
      : "平台之外不得新建共享、开放通道，请通过本平台共享和开放";
  return refuse("channel_not_allowed", channelPurpose === "platform" ? "7¶1" : "7¶2", detail, [
    { pointer: "/form/channelStatus", detail },
  ]);
};

const channelIsNotDeclared: Guard<Form> = async ({ tx, matter }) => {
  const known = await tx
    .selectFrom("parties.channel")
    .select("id")
    .where("owner_id", "=", matter.starter)
    .where("name", "=", matter.form.name)
    .executeTakeFirst();
  if (known === undefined) return undefined;
  const detail = "本单位已经申报过同名通道，请在原办件上继续办理";
  return refuse("record_exists", "7¶2", detail, [{ pointer: "/form/name", detail }]);
};

const mergeDateIsAhead: Guard<Form> = async ({ matter, at }) => {
  const detail = "计划完成归并日期须在今天之后";
  if (matter.form.mergeBy <= civilDate(at))
    return refuse("form_invalid", "7¶2", detail, [{ pointer: "/form/mergeBy", detail }]);
};

const starterIsCountys: Guard<z.infer<typeof countyPlatformForm>> = async ({ caller }) => {
  const { kind, level } = caller?.party ?? {};
  if (level !== "county" || (kind !== "authority" && kind !== "government"))
    return refuse("channel_not_allowed", "7¶1", "例外只由县（区）政府或者数据局提出；其他单位一律使用市平台");
};

type Declared = Pick<Context<{ name: string }>["matter"], "id" | "starter" | "form">;

async function enterChannel(
  tx: Tx,
  matter: Declared,
  channel: { purpose: Channel["purpose"]; state: Channel["state"]; merge_by: string | null },
): Promise<void> {
  await tx
    .insertInto("parties.channel")
    .values({
      id: uuid(),
      name: matter.form.name,
      owner_id: matter.starter,
      matter_id: matter.id,
      merged_on: null,
      ...channel,
    })
    .execute();
}

async function setState(
  tx: Tx,
  matterId: string,
  state: Channel["state"],
  mergedOn: string | null,
): Promise<void> {
  await tx
    .updateTable("parties.channel")
    .set({ state, merged_on: mergedOn })
    .where("matter_id", "=", matterId)
    .execute();
}

/** The platform and, of the rest, what the caller's unit owns; the bureaus see their area's, the auditor all. */
export async function listChannels(db: Db | Tx, { party, roles }: Caller): Promise<Channel[]> {
  let rows = db
    .selectFrom("parties.channel as channel")
    .leftJoin("parties.party as owner", "owner.id", "channel.owner_id")
    .select(["channel.id", "channel.name", "channel.purpose", "channel.state"])
    .select(["channel.owner_id", "owner.name as owner", "channel.matter_id as matter"])
    .select(["channel.merge_by as mergeBy", "channel.merged_on as mergedOn"])
    .orderBy("channel.id");
  const watches = party.kind === "service-agency" || (party.kind === "authority" && party.level === "city");
  if (!watches && !roles.includes("auditor"))
    rows = rows.where((eb) =>
      eb.or([
        eb("channel.owner_id", "is", null),
        eb("channel.owner_id", "=", party.id),
        ...(party.kind === "authority" ? [eb("owner.region", "=", party.region)] : []),
      ]),
    );
  const today = civilDate(await lawNow(db));
  return (await rows.execute()).map(({ owner_id, owner, ...row }) => ({
    ...row,
    owner: owner_id === null ? null : { id: owner_id, name: owner ?? "" },
    overdue: row.mergeBy !== null && row.state !== "merged" && row.mergeBy < today,
  }));
}
