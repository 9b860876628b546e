import { sql } from "kysely";
import { z } from "zod";
import { listOf } from "../../contract/common.ts";
import {
  channelState,
  notice,
  noticeAddress,
  noticeChannel,
  noticeQuery,
  readNotices,
  unreadNotices,
} from "../../contract/notice.ts";
import { toInstant } from "../clocks/index.ts";
import { type Database, inTransaction } from "../db/index.ts";
import { callerOf } from "../http/access.ts";
import type { Http } from "../http/create.ts";
import { type Cursors, pageOf } from "../http/cursors.ts";
import { Problem } from "../http/problem.ts";
import type { Notices } from "./notices.ts";

const channels = z.object({ items: z.array(noticeChannel) });

/** Every person's own notices and addresses, and how the sending stands. */
export function noticeRoutes(
  http: Http,
  { notices, database, cursors }: { notices: Notices; database: Database; cursors: Cursors },
): void {
  const db = database.kysely;
  http.get(
    "/api/v1/notices",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "本人的通知", querystring: noticeQuery, response: { 200: listOf(notice) } },
    },
    async (request) => {
      const { personId } = callerOf(request);
      const { limit, cursor, unread } = request.query;
      const filter = ["notices", personId, unread];
      let rows = db
        .selectFrom("platform.notice")
        .selectAll()
        .where("person_id", "=", personId)
        .orderBy("id", "desc")
        .limit(limit + 1);
      if (unread === true) rows = rows.where("read_at", "is", null);
      if (cursor !== undefined) rows = rows.where("id", "<", cursors.decode(filter, cursor, z.uuid()));
      return pageOf(
        await rows.execute(),
        limit,
        ({ id, about, title, detail, path, due_on, at, read_at }) => ({
          id,
          about,
          title,
          detail,
          path,
          dueOn: due_on,
          at: toInstant(at),
          read: read_at !== null,
        }),
        ({ id }) => cursors.encode(filter, id),
      );
    },
  );
  http.get(
    "/api/v1/notices/unread",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "未读通知数", response: { 200: unreadNotices } },
    },
    async (request) => ({ unread: await countUnread(database, callerOf(request).personId) }),
  );
  http.post(
    "/api/v1/notices/read",
    {
      config: { access: "signed-in", audit: "notice.read" },
      schema: { summary: "标记通知已读", body: readNotices, response: { 200: unreadNotices } },
    },
    async (request) => {
      const { body } = request;
      let unread = db
        .updateTable("platform.notice")
        .set({ read_at: sql<Date>`platform.law_now()` })
        .where("person_id", "=", callerOf(request).personId)
        .where("read_at", "is", null);
      if ("ids" in body) unread = unread.where("id", "in", body.ids);
      await unread.execute();
      return { unread: await countUnread(database, callerOf(request).personId) };
    },
  );
  channelRoutes(http, { notices, database });
}

async function countUnread(database: Database, personId: string): Promise<number> {
  const rows = await database.kysely
    .selectFrom("platform.notice")
    .select("id")
    .where("person_id", "=", personId)
    .where("read_at", "is", null)
    .limit(100)
    .execute();
  return rows.length;
}

function channelRoutes(http: Http, { notices, database }: { notices: Notices; database: Database }): void {
  async function channelsOf(personId: string) {
    const addresses = await database.kysely
      .selectFrom("platform.notice_address")
      .select(["channel", "address"])
      .where("person_id", "=", personId)
      .execute();
    const items = notices.channels.map(({ name, title }) => ({
      name,
      title,
      address: addresses.find(({ channel }) => channel === name)?.address ?? null,
    }));
    return { items };
  }
  http.get(
    "/api/v1/notices/channels",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "本人的通知渠道", response: { 200: channels } },
    },
    async (request) => channelsOf(callerOf(request).personId),
  );
  http.put(
    "/api/v1/notices/channels/:channel",
    {
      config: { access: "signed-in", audit: "notice.address_set" },
      schema: {
        summary: "设置一种通知渠道",
        params: z.object({ channel: z.string().max(40) }),
        body: noticeAddress,
        response: { 200: channels },
      },
    },
    async (request) => {
      const { personId } = callerOf(request);
      const { address } = request.body;
      const channel = notices.channels.find(({ name }) => name === request.params.channel);
      if (channel === undefined)
        throw new Problem("not_found", "平台没有接通这种通知方式，请从列出的方式中选择。");
      const fault = address === "" ? null : channel.fault(address);
      if (fault !== null) {
        throw new Problem("bad_request", `${channel.title}地址有误：${fault}。请改正后保存。`, {
          errors: [{ pointer: "/address", detail: fault }],
        });
      }
      await inTransaction(database.kysely, async (tx) => {
        await tx
          .deleteFrom("platform.notice_address")
          .where("person_id", "=", personId)
          .where("channel", "=", channel.name)
          .execute();
        if (address === "") return;
        await tx
          .insertInto("platform.notice_address")
          .values({ person_id: personId, channel: channel.name, address })
          .execute();
      });
      return channelsOf(personId);
    },
  );
  http.get(
    "/api/v1/notices/deliveries",
    {
      config: { access: ["system-admin"], audit: null },
      schema: { summary: "通知送达记录", response: { 200: z.object({ items: z.array(channelState) }) } },
    },
    async () => ({
      items: await Promise.all(
        notices.channels.map(async ({ name, title }) => {
          const { oldestWaiting, ...state } = await notices.state(name);
          return {
            name,
            title,
            ...state,
            oldestWaiting: oldestWaiting === null ? null : toInstant(oldestWaiting),
          };
        }),
      ),
    }),
  );
}
