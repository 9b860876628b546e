import type { PoolClient } from "pg";
import { type Refusal, refuse } from "../law/refusal.ts";
import type { Cryptography } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { clientTransaction } from "../vault/index.ts";
import { type Access, keyOf, personOf } from "./access.ts";
import type { AppendLeaf } from "./ledger.ts";
import { type UsageRow, usageLine } from "./usage-line.ts";
import { usageStatement } from "./usage-statement.ts";

/**
 * accepted: on disk, the nonce claimed, the grant's version in force at that moment. replayed: the nonce was used
 * before; nothing stored. grant_changed: the grant is no longer what the caller saw; nothing stored, nonce unused.
 */
export type Verdict = { readonly outcome: "accepted" | "replayed" | "grant_changed"; readonly usage: string };

/**
 * The key was revoked, ran out or went to another unit after it was remembered, or the person holds the post no more:
 * nothing stored, nonce unused.
 */
export class KeyEnded extends Problem {
  constructor(access: Access) {
    const { code, detail, article } = endOf(access);
    super(code, detail, { article });
  }
}

/** Why who asked may ask no more. */
export const endOf = (access: Access): Refusal =>
  keyOf(access) === null
    ? refuse(
        "post_ended",
        "60¶3",
        "您已不担任这个职务，或者账号已经停用，不能再以它取用数据；有误的请联系本单位负责人",
      )
    : refuse("unknown_key", "60¶3", "密钥已过期、已吊销或者不再属于本单位，请在客户端管理页核对");

type Judged = Verdict["outcome"] | "key_ended";

const BATCH = 500;
const QUEUE = 5000;

interface Waiting {
  readonly id: string;
  readonly access: Access;
  readonly settle: PromiseWithResolvers<Verdict>;
}

/**
 * The one way onto the record. While one statement is under way the next accesses queue, so that many calls share
 * one sync of the disk. The promise settles after the commit, never before.
 */
export class UsageWriter {
  readonly #database: Database;
  readonly #cryptography: Cryptography;
  readonly #append: AppendLeaf;
  #queue: Waiting[] = [];
  #running = false;

  constructor(database: Database, cryptography: Cryptography, append: AppendLeaf) {
    this.#database = database;
    this.#cryptography = cryptography;
    this.#append = append;
  }

  /**
   * Throws Problem `usage_not_recorded` (503) when the queue is full or the database does not take the row, and
   * KeyEnded where the key that signed is no longer live.
   */
  record(access: Access): Promise<Verdict> {
    if (this.#queue.length >= QUEUE)
      throw new Problem("usage_not_recorded", "平台正忙，使用记录排队已满，请稍后重试", { article: "20" });
    const settle = Promise.withResolvers<Verdict>();
    this.#queue.push({ id: uuid(), access, settle });
    if (!this.#running) void this.#run();
    return settle.promise;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, BATCH);
      this.#queue = this.#queue.slice(BATCH);
      try {
        const verdicts = await clientTransaction(this.#database, (tx, client) =>
          this.#write(tx, client, batch),
        );
        for (const { id, access, settle } of batch) {
          const outcome = verdicts.get(id) ?? "grant_changed";
          if (outcome === "key_ended") settle.reject(new KeyEnded(access));
          else settle.resolve({ usage: id, outcome });
        }
      } catch (cause) {
        const problem = new Problem("usage_not_recorded", "使用记录没有写入，未提供数据，请稍后重试", {
          article: "20",
          cause,
        });
        for (const { settle } of batch) settle.reject(problem);
      }
    }
    this.#running = false;
  }

  async #write(tx: Tx, client: PoolClient, batch: readonly Waiting[]): Promise<Map<string, Judged>> {
    const digestId = uuid();
    const { rows } = await client.query<{
      id: string;
      outcome: Judged;
      wall_at: Date;
      law_at: Date;
    }>(usageStatement(digestId, batch));
    const outcomes = new Map(rows.map(({ id, outcome }) => [id, outcome]));
    const [moment] = rows;
    const stored = batch.filter(({ id }) => outcomes.get(id) === "accepted");
    if (moment && stored.length > 0) {
      const lines = stored.map(({ id, access }) => usageLine(usageRow(id, access, moment)));
      await this.#seal(tx, client, digestId, lines, moment.law_at);
    }
    return outcomes;
  }

  /** The digests of the stored rows, and their own digest as a leaf of the ledger. */
  async #seal(tx: Tx, client: PoolClient, id: string, lines: readonly string[], at: Date): Promise<void> {
    const digests = Buffer.concat(lines.map((line) => this.#cryptography.sm3(line)));
    const body = { digest: id, rows: lines.length, sm3: this.#cryptography.sm3(digests).toString("hex") };
    const receipt = await this.#append(tx, { kind: "usage-digest", at, ref: `access.usage:${id}`, body });
    await client.query({
      name: "access.usage-digest",
      text: "insert into access.usage_digest (id, rows, digests, body, receipt, at) values ($1, $2, $3, $4, $5, $6)",
      values: [id, lines.length, digests, body, receipt, at],
    });
  }
}

function usageRow(id: string, access: Access, moment: { wall_at: Date; law_at: Date }): UsageRow {
  return {
    id,
    wall_at: moment.wall_at,
    law_at: moment.law_at,
    grant_id: access.grant?.id ?? null,
    grant_version: access.grant?.version ?? null,
    keyid: keyOf(access)?.keyid ?? null,
    client_id: keyOf(access)?.clientId ?? null,
    client: access.client,
    holder_id: access.holderId,
    operation: access.operation,
    resource: access.resource,
    columns: access.columns,
    purpose: access.purpose,
    refusal: access.refusal,
    article: access.article,
    subject: access.subject,
    subjects: access.subject ? 1 : 0,
    file_id: access.file,
    person_id: personOf(access)?.person ?? null,
    post_id: personOf(access)?.post ?? null,
    bytes: access.bytes === null ? null : String(access.bytes),
    entry_id: access.entry,
  };
}
