import type { Database } from "../db/index.ts";
import { inTransaction } from "../db/index.ts";
import type { Db } from "../db/tables.ts";
import type { Session } from "../http/access.ts";
import type { Caller } from "../http/caller.ts";
import { Problem } from "../http/problem.ts";
import { normalised } from "./accounts.ts";
import {
  type Attempt,
  allowedFailures,
  type Counted,
  countAttempt,
  forgetAttempts,
  takeBackAttempt,
} from "./attempts.ts";
import { passwordMatches } from "./passwords.ts";
import { hasSecondFactor, type Sealing, takeCode } from "./second-factor.ts";
import { csrfTokenOf, openSession } from "./sessions.ts";

/**
 * The person in the post they act in: the one asked for, else their first. Null when they hold none (any more).
 * Filled by the parties chapter; asked anew at every request, so a post that ends takes effect at once.
 */
export type ResolveCaller = (personId: string, postId: string | null) => Promise<Caller | null>;

export interface SignInParts {
  readonly database: Database;
  readonly resolveCaller: ResolveCaller;
  readonly sealing: Sealing;
  /** Whether whoever acts in that post needs a second factor. */
  readonly needsSecondFactor: (caller: Caller) => boolean;
}

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly personId: string;
}

export interface Entered {
  readonly token: string;
  readonly session: Session;
}

/**
 * Runs one guess at an account: by the name and by the address no more of them than allowed are looked at. The guess
 * resolves to the account where it was right. Same answers, same work, whether the account exists or not.
 */
export async function guess(
  db: Db,
  { username, address, wrong }: { username: string; address: string; wrong: string },
  look: (account: (Account & { passwordHash: string }) | undefined) => Promise<boolean>,
): Promise<Account> {
  const byName: Counted = { kind: "account", name: normalised(username) };
  const byAddress: Counted = { kind: "address", name: address };
  const attempt = await countAttempt(db, byName);
  if (!attempt.admitted) throw locked(attempt);
  const fromAddress = await countAttempt(db, byAddress);
  if (!fromAddress.admitted) throw addressLocked(fromAddress);
  const account = await accountNamed(db, normalised(username));
  const right = await look(account);
  if (!right || account === undefined) {
    if (attempt.last) throw locked(attempt);
    throw new Problem("wrong_credentials", wrong);
  }
  await forgetAttempts(db, byName);
  await takeBackAttempt(db, byAddress);
  return account;
}

function accountNamed(db: Db, username: string) {
  return db
    .selectFrom("platform.account")
    .select(["id", "username", "password_hash as passwordHash", "person_id as personId"])
    .where("username", "=", username)
    .where("suspended_at", "is", null)
    .executeTakeFirst();
}

/** The account of a name and password. @throws Problem `wrong_credentials`, `account_locked`, `address_locked` */
export function byPassword(db: Db, given: { username: string; password: string; address: string }) {
  // Whether there is such an account, and whether it is suspended, is nobody's to learn here.
  const wrong = `账号或口令不对，请核对后重试；连续 ${allowedFailures} 次不对将锁定账号。核对无误仍不能登录的，可能是岗位变动、账号停用或者口令已重设，请找本单位数据经办人，或者平台的系统管理员。`;
  return guess(db, { ...given, wrong }, (account) => passwordMatches(account?.passwordHash, given.password));
}

/** Opens a session once the second factor, where the account has one, is there too. */
export async function enter(
  { database, resolveCaller, sealing, needsSecondFactor }: SignInParts,
  account: Account,
  code: string | undefined,
  former: Session | null,
): Promise<Entered> {
  const db = database.kysely;
  const secondFactor = await hasSecondFactor(db, account.id);
  if (secondFactor) await assertCode(db, sealing, account.id, code);
  const caller = await resolveCaller(account.personId, null);
  if (caller === null)
    throw new Problem("forbidden", "您目前没有任何岗位，不能办理业务；请联系本单位管理员。");
  const { id, token } = await inTransaction(db, (tx) => openSession(tx, account.id, former?.id ?? null));
  const mustEnrol = !secondFactor && needsSecondFactor(caller);
  const csrfToken = csrfTokenOf(token);
  return { token, session: { id, accountId: account.id, caller, csrfToken, secondFactor, mustEnrol } };
}

/** @throws Problem `second_factor_required`, `second_factor_wrong`, `second_factor_locked` */
export async function assertCode(
  db: Db,
  sealing: Sealing,
  accountId: string,
  code: string | undefined,
): Promise<void> {
  if (code === undefined)
    throw new Problem("second_factor_required", "请输入身份验证器上的 6 位动态码，或者一个备用码。");
  await limitedBySteps(db, accountId, () => takeCode(db, sealing, accountId, code));
}

/** A look at a code, no more of them than allowed for the account. */
export async function limitedBySteps<T>(
  db: Db,
  accountId: string,
  look: () => Promise<T | null | false>,
): Promise<T> {
  const counted: Counted = { kind: "factor", name: accountId };
  const attempt = await countAttempt(db, counted);
  if (!attempt.admitted) throw factorLocked(attempt);
  const found = await look();
  if (found === null || found === false) {
    if (attempt.last) throw factorLocked(attempt);
    throw new Problem(
      "second_factor_wrong",
      "动态码不对、已经用过或者已经过时。请核对手机时间，等出现下一个动态码再试；备用码每个只能用一次。",
    );
  }
  await forgetAttempts(db, counted);
  return found;
}

const clock = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
});

const locked = ({ until }: Attempt): Problem =>
  new Problem(
    "account_locked",
    `口令连续 ${allowedFailures} 次不对，账号已锁定至 ${clock.format(until)}；请届时再试，或联系管理员。`,
  );

const addressLocked = ({ until }: Attempt): Problem =>
  new Problem(
    "address_locked",
    `从您的网络地址登录失败次数过多，已暂停从这里登录至 ${clock.format(until)}；请届时再试，或联系管理员。`,
  );

const factorLocked = ({ until }: Attempt): Problem =>
  new Problem(
    "second_factor_locked",
    `动态码连续 ${allowedFailures} 次不对，已锁定至 ${clock.format(until)}；请届时再试，或请安全管理员重设。`,
  );
