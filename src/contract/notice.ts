import { z } from "zod";
import { civilDate, instant, listQuery, uuid } from "./common.ts";

/** A notice to the person who reads it. */
export const notice = z.object({
  id: uuid,
  /** What it is about: `todo`, `decided`, `near`, `overdue`, `supervision`, `answered`, `revoked`, `ended`, `ending`, `expired`, `lapsed`, `interface`, `file`, `joint`. */
  about: z.string(),
  title: z.string(),
  detail: z.string(),
  /** Page of this site that it leads to. */
  path: z.string(),
  dueOn: civilDate.nullable(),
  at: instant,
  read: z.boolean(),
});
export type Notice = z.infer<typeof notice>;

export const noticeQuery = listQuery.extend({ unread: z.stringbool().optional() });

/** `all`: whatever is unread now. */
export const readNotices = z.union([
  z.object({ ids: z.array(uuid).min(1).max(200) }).strict(),
  z.object({ all: z.literal(true) }).strict(),
]);

/** Unread notices; above 99 it stays at 100. */
export const unreadNotices = z.object({ unread: z.number().int() });

/** A way out of the desk, and the person's own address on it. */
export const noticeChannel = z.object({
  name: z.string(),
  title: z.string(),
  address: z.string().nullable(),
});
export type NoticeChannel = z.infer<typeof noticeChannel>;

/** An empty address ends the messages. */
export const noticeAddress = z.object({ address: z.string().trim().max(254) });

/** How the sending stands, for the platform's administrator. */
export const channelState = z.object({
  name: z.string(),
  title: z.string(),
  waiting: z.number().int(),
  /** Of those waiting: tried before without success. */
  failing: z.number().int(),
  /** Refused by the receiver for good within thirty days. */
  refused: z.number().int(),
  oldestWaiting: instant.nullable(),
  /** Code of the failure that is being met, such as ECONNREFUSED. */
  lastError: z.string().nullable(),
});
export type ChannelState = z.infer<typeof channelState>;
