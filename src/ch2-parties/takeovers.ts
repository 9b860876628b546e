import type { PersonRequest } from "../contract/person.ts";
import { addDays } from "../law/calendar.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import {
  type IssuedActivation,
  linkExternally,
  lockAccount,
  reactivate,
} from "../platform/identity/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { another, type Doing, isSuspended, presentPosts } from "./administration.ts";
import { postsOf } from "./callers.ts";
import { recordAct } from "./person-acts.ts";
import { isAdministrator } from "./separation.ts";
import type { PersonRequestRow } from "./tables.ts";
import "./tables.ts";

/** What requests need beyond the act itself: how many days one may wait. */
export interface Taking extends Doing {
  readonly days: number;
}

/**
 * Whoever holds a new activation code or a linked login can sign in as somebody else. So the 安全管理员 asks for it and
 * the 系统管理员, who grants no posts, confirms it: no one administrator takes over an account. Not for
 * administrators, whose accounts are reset by the operator at the machine: whoever could open one would hold two offices.
 */
export type Asked =
  | { readonly act: "activation"; readonly reason: string }
  | {
      readonly act: "external-link";
      readonly reason: string;
      readonly issuer: string;
      readonly subject: string;
    };

export async function askFor(tx: Tx, doing: Taking, id: string, asked: Asked): Promise<void> {
  await mayBeOpened(tx, doing, id, asked.act);
  await lockAccount(tx, id);
  const { caller } = doing;
  const at = await lawNow(tx);
  await giveWay(tx, doing, id, asked.act, at);
  const { reason } = asked;
  const link = asked.act === "external-link" ? asked : null;
  const { numInsertedOrUpdatedRows: inserted } = await tx
    .insertInto("parties.person_request")
    .values({
      id: uuid(),
      person_id: id,
      act: asked.act,
      issuer: link?.issuer ?? null,
      subject: link?.subject ?? null,
      reason,
      asked_by: caller.personId,
      asked_by_name: caller.personName,
      asked_at: at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["person_id", "act"])
        .where("settled_at", "is", null)
        .where("lapsed_at", "is", null)
        .doNothing(),
    )
    .executeTakeFirst();
  if (inserted === 0n) throw new Problem("request_open", "已经提出过，正等系统管理员核准，不必再提。");
  const detail = link === null ? "等系统管理员核准" : `${link.issuer} ${link.subject}，等系统管理员核准`;
  const act = link === null ? "activation-asked" : "link-asked";
  await recordAct(tx, doing.ledger, { person: id, act, detail, reason, caller });
}

/** What has lapsed stands in nobody's way. */
async function giveWay(tx: Tx, { days }: Taking, person: string, act: Asked["act"], at: Date): Promise<void> {
  const open = await openOf(tx).where("person_id", "=", person).where("act", "=", act).executeTakeFirst();
  if (open === undefined || (await lapseOf(tx, open, days, at)) === null) return;
  await tx
    .updateTable("parties.person_request")
    .set({ lapsed_at: at })
    .where("id", "=", open.id)
    // Meanwhile another administrator may have declined it: then it is out of the way already.
    .where("settled_at", "is", null)
    .execute();
}

const openOf = (db: Db | Tx) =>
  db
    .selectFrom("parties.person_request")
    .selectAll()
    .where("settled_at", "is", null)
    .where("lapsed_at", "is", null);

/** The last day on which a request may be confirmed. */
const lastDay = ({ asked_at }: PersonRequestRow, days: number): string => addDays(civilDate(asked_at), days);

/** Why a request can be confirmed no more: an old wish is nobody's, nor one of who no longer may have it. */
async function lapseOf(
  db: Db | Tx,
  request: PersonRequestRow,
  days: number,
  at: Date,
): Promise<PersonRequest["lapsed"]> {
  if (civilDate(at) > lastDay(request, days)) return "expired";
  const asker = await postsOf(db, request.asked_by);
  return asker.some(({ roles }) => roles.includes("security-admin")) ? null : "asker-left";
}

/** The new code, told this one time; password and sessions end with it. */
export async function confirmActivation(
  tx: Tx,
  doing: Taking,
  id: string,
  reason: string,
): Promise<IssuedActivation & { readonly person: string }> {
  const asked = await settle(tx, doing, { person: id, act: "activation" }, true);
  await mayBeOpened(tx, doing, id, "activation");
  const issued = await reactivate(tx, id);
  const done = { person: id, act: "activation-issued", detail: "原口令和登录随即失效" } as const;
  await recordAct(tx, doing.ledger, { ...done, reason: inFull(asked, reason), caller: doing.caller });
  return { person: id, ...issued };
}

/** The subject is told again by whoever confirms: it must be the one that was asked for. */
export async function confirmLink(
  tx: Tx,
  doing: Taking,
  id: string,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<void> {
  const asked = await settle(tx, doing, { person: id, act: "external-link" }, true);
  if (asked.issuer !== issuer || asked.subject !== subject)
    throw new Problem("request_differs", "统一身份标识与安全管理员提出的不一致，请核对后再核准。");
  await mayBeOpened(tx, doing, id, "external-link");
  await linkExternally(tx, id, { issuer, subject });
  const linked = { person: id, act: "external-linked", detail: `${issuer} ${subject}` } as const;
  await recordAct(tx, doing.ledger, { ...linked, reason: inFull(asked, null), caller: doing.caller });
}

const inFull = ({ asked_by_name, reason }: PersonRequestRow, confirmed: string | null): string =>
  `${asked_by_name}提出：${reason}${confirmed === null ? "" : `；核准：${confirmed}`}`;

export async function decline(
  tx: Tx,
  doing: Taking,
  id: string,
  request: string,
  reason: string,
): Promise<void> {
  const { act, asked_by_name } = await settle(tx, doing, { person: id, id: request }, false);
  const what = act === "activation" ? "重发激活码" : "关联统一身份";
  const declined = { person: id, act: "request-declined", detail: `${asked_by_name}提出的${what}` } as const;
  await recordAct(tx, doing.ledger, { ...declined, reason, caller: doing.caller });
}

async function mayBeOpened(tx: Tx, doing: Taking, id: string, act: Asked["act"]): Promise<void> {
  const person = await another(tx, doing, id);
  if ((await presentPosts(tx, id)).some(({ roles }) => isAdministrator(roles)))
    throw new Problem(
      "administrator_by_operator",
      act === "activation"
        ? "系统管理员、安全管理员、审计员的口令由运维人员在服务器上执行 npx gongshu account password 重设。"
        : "系统管理员、安全管理员、审计员的统一身份只能由本人凭激活码关联，不由他人代办。",
    );
  if (await isSuspended(tx, person))
    throw new Problem("person_suspended", `${person.name}已经停用，请系统管理员先恢复账号。`);
}

/** The open request, settled once and not by whoever asked. @throws Problem `request_missing`, `own_account`, `request_lapsed` */
async function settle(
  tx: Tx,
  { caller, days }: Taking,
  of: { readonly person: string } & ({ readonly id: string } | { readonly act: Asked["act"] }),
  confirmed: boolean,
): Promise<PersonRequestRow> {
  let found = openOf(tx).where("person_id", "=", of.person);
  found = "id" in of ? found.where("id", "=", of.id) : found.where("act", "=", of.act);
  const open = await found.forUpdate().executeTakeFirst();
  if (open === undefined)
    throw new Problem(
      "request_missing",
      "没有待核准的申请：先由安全管理员提出，再由系统管理员核准；刚被别人办理的，请刷新。",
    );
  if (open.asked_by === caller.personId)
    throw new Problem("own_account", "不能核准自己提出的申请，请另一位管理员办理。");
  const at = await lawNow(tx);
  const lapsed = confirmed ? await lapseOf(tx, open, days, at) : null;
  if (lapsed !== null)
    throw new Problem(
      "request_lapsed",
      lapsed === "expired"
        ? `申请在${days}天内没有核准，已经失效。确有需要的，请安全管理员重新提出。`
        : `提出申请的${open.asked_by_name}已经不是安全管理员，申请失效。请现任安全管理员核实后重新提出。`,
      { article: "60¶3" },
    );
  await tx
    .updateTable("parties.person_request")
    .set({ settled_by: caller.personId, settled_at: at, confirmed })
    .where("id", "=", open.id)
    .execute();
  return open;
}

/** What waits for confirmation, by person; what has lapsed stays to be seen until it is asked for anew. */
export async function openRequests(
  db: Db,
  persons: readonly string[],
  days: number,
): Promise<ReadonlyMap<string, PersonRequest[]>> {
  if (persons.length === 0) return new Map();
  const rows = await openOf(db)
    .where("person_id", "in", [...persons])
    .orderBy("id")
    .execute();
  const now = await lawNow(db);
  const shown = await Promise.all(
    rows.map(async (row) => ({
      person: row.person_id,
      request: {
        id: row.id,
        act: row.act,
        subject: row.subject,
        reason: row.reason,
        by: { id: row.asked_by, name: row.asked_by_name },
        at: toInstant(row.asked_at),
        until: lastDay(row, days),
        lapsed: await lapseOf(db, row, days, now),
      },
    })),
  );
  return new Map(
    [...Map.groupBy(shown, ({ person }) => person)].map(([person, open]) => [
      person,
      open.map(({ request }) => request),
    ]),
  );
}
