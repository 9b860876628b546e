import type { Pool } from "pg";
import type { DataFormat, EntryItem } from "../contract/entry.ts";
import type { ColumnDecision, GrantState } from "../contract/grant.ts";
import type { Citation } from "../law/language.ts";
import type { RowScope } from "./tables.ts";

/** A grant as the read path needs it. */
export interface GrantInForce {
  readonly id: string;
  readonly version: number;
  readonly state: GrantState;
  readonly holder_id: string;
  readonly provider_id: string;
  readonly resource: string;
  readonly modes: readonly string[];
  /** What was decided on the columns that the resource has now. */
  readonly columns: readonly ColumnDecision[];
  /** Columns decided on that it has no more: an interface has the items of its entry in force. */
  readonly gone: readonly string[];
  readonly row_scope: RowScope | null;
  readonly valid_from: Date;
  readonly valid_until: Date | null;
  readonly ended_reason: string | null;
  readonly ended_article: Citation | null;
  /** What the resource is. */
  readonly kind: DataFormat;
  /** Items of the resource as they are protected now. */
  readonly items: readonly EntryItem[];
  /** Law clock at the moment of reading. */
  readonly law_at: Date;
}

const POLL_MS = 500;
const TRUSTED_MS = 1500;

/**
 * Grants by purpose code. Every change of a grant raises the epoch, which is polled; once 1.5 s have passed without
 * a confirmation the epoch is asked for before anything is answered from memory. What is answered from here is
 * checked once more by the usage statement, so a late cache costs a second look, never a wrong answer.
 */
export class GrantCache {
  readonly #pool: Pool;
  readonly #grants = new Map<string, GrantInForce>();
  #epoch: string | undefined;
  #confirmedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#confirm().catch(() => undefined), POLL_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async find(purpose: string): Promise<GrantInForce | undefined> {
    if (performance.now() - this.#confirmedAt > TRUSTED_MS) await this.#confirm();
    const known = this.#grants.get(purpose);
    if (known) return known;
    const epoch = this.#epoch;
    const { rows } = await this.#pool.query<Omit<GrantInForce, "gone">>({
      name: "access.grant",
      text: `select g.id, version, access.state_at(state, valid_until, platform.law_now()) as state, holder_id, provider_id, resource, modes, columns, row_scope, valid_from, valid_until,
          ended_reason, ended_article, r.kind, items, platform.law_now() as law_at
        from access.grant g join vault.resource r on r.code = g.resource where purpose = $1`,
      values: [purpose],
    });
    const grant = rows[0] && standing(rows[0]);
    if (grant && epoch === this.#epoch) this.#grants.set(purpose, grant);
    return grant;
  }

  forget(purpose: string): void {
    this.#grants.delete(purpose);
  }

  async #confirm(): Promise<void> {
    const asked = performance.now();
    const { rows } = await this.#pool.query<{ value: string }>({
      name: "access.epoch",
      text: "select value from access.epoch",
    });
    const value = rows[0]?.value;
    if (value !== this.#epoch) this.#grants.clear();
    this.#epoch = value;
    this.#confirmedAt = asked;
  }
}

function standing(grant: Omit<GrantInForce, "gone">): GrantInForce {
  const known = new Set(grant.items.map(({ column }) => column));
  return {
    ...grant,
    columns: grant.columns.filter(({ column }) => known.has(column)),
    gone: grant.columns.flatMap(({ column }) => (known.has(column) ? [] : [column])),
  };
}
