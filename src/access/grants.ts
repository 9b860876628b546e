import { sql } from "kysely";
import type { z } from "zod";
import type { sharingMode } from "../contract/entry.ts";
import type { ColumnDecision, GrantState } from "../contract/grant.ts";
import { grantStateLabel } from "../contract/labels.zh.ts";
import type { Citation } from "../law/language.ts";
import { wallNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { emit, type NewEvent } from "../platform/events/index.ts";
import { Problem } from "../platform/http/problem.ts";
import { code, uuid } from "../platform/ids/index.ts";
import { resourceByCode } from "../vault/index.ts";
import { wholeRefusal } from "./decide.ts";
import { grantContent } from "./grant-content.ts";
import type { AppendLeaf } from "./ledger.ts";
import { atLeast, columnIssues } from "./strictness.ts";
import type { GrantTable, RowScope } from "./tables.ts";
import "./tables.ts";

export interface NewGrant {
  readonly holderId: string;
  readonly providerId: string;
  /** `r-…` code. */
  readonly resource: string;
  readonly scenario: string;
  readonly modes: readonly z.infer<typeof sharingMode>[];
  /** A column without a decision is refused. */
  readonly columns: readonly ColumnDecision[];
  readonly rowScope?: RowScope;
  /** Law clock. */
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly matterId: string;
}

/** What changes a grant's state: why, and by which article of the Measures. */
export interface Ground {
  readonly reason: string;
  readonly article: Citation;
  /** Law clock. */
  readonly at: Date;
}

/**
 * Makes a grant with a purpose code of its own. Throws Problem `grant_too_lax` (with JSON pointers) where a column
 * is decided more freely than the entry allows, `resource_not_found`.
 */
export async function createGrant(
  tx: Tx,
  append: AppendLeaf,
  grant: NewGrant,
  basis: Pick<Ground, "reason" | "article"> = { reason: "", article: "27" },
): Promise<{ id: string; purpose: string; receipt: string }> {
  await assertStrictEnough(tx, grant.resource, grant);
  const id = uuid();
  const purpose = code("p");
  await tx
    .insertInto("access.grant")
    .values({
      id,
      state: "active",
      holder_id: grant.holderId,
      provider_id: grant.providerId,
      resource: grant.resource,
      purpose,
      scenario: grant.scenario,
      modes: [...grant.modes],
      columns: JSON.stringify(grant.columns),
      row_scope: grant.rowScope ? JSON.stringify(grant.rowScope) : null,
      valid_from: grant.validFrom,
      valid_until: grant.validUntil,
      ended_reason: null,
      ended_article: null,
      matter_id: grant.matterId,
    })
    .execute();
  const receipt = await recordVersion(tx, append, id, { ...basis, at: grant.validFrom });
  return { id, purpose, receipt };
}

async function assertStrictEnough(
  tx: Tx,
  resource: string,
  { modes, columns }: Pick<NewGrant, "modes" | "columns">,
): Promise<void> {
  const { items, kind } = await resourceByCode(tx, resource);
  const errors = columnIssues(items, columns);
  if (errors.length > 0)
    throw new Problem("grant_too_lax", `有${errors.length}个数据项的授权决定不能成立，请按提示修改`, {
      article: "11¶3",
      errors,
    });
  if (kind !== "file" || !modes.includes("file")) return;
  const refusal = wholeRefusal(items, columns);
  if (refusal !== undefined) throw new Problem(refusal.code, refusal.detail, { article: refusal.article });
}

/**
 * Other terms for a grant in force, as a version of its own; a column that was decided or has become stricter stays so
 * (Art. 11 ¶3). Throws what `createGrant` and `suspendGrant` throw.
 */
export async function amendGrant(
  tx: Tx,
  append: AppendLeaf,
  id: string,
  terms: Pick<NewGrant, "scenario" | "modes" | "columns" | "validUntil">,
  ground: Ground,
): Promise<string> {
  const known = await tx
    .selectFrom("access.grant")
    .select(["resource", "columns"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const decided = new Map(known.columns.map(({ column, treatment }) => [column, treatment]));
  const columns = terms.columns.map((one) => ({
    ...one,
    treatment: atLeast(decided.get(one.column) ?? "plain", one.treatment),
  }));
  await assertStrictEnough(tx, known.resource, { modes: terms.modes, columns });
  return change(tx, append, id, ["active"], "active", ground, {
    scenario: terms.scenario,
    modes: [...terms.modes],
    columns: JSON.stringify(columns),
    valid_until: terms.validUntil,
  });
}

/** Holds from the next call on. Rectification comes before cut-off (Art. 31); at once only in emergencies (Art. 61). */
export const suspendGrant = (tx: Tx, append: AppendLeaf, id: string, ground: Ground) =>
  change(tx, append, id, ["active"], "suspended", ground);

export const resumeGrant = (tx: Tx, append: AppendLeaf, id: string, ground: Ground) =>
  change(tx, append, id, ["suspended"], "active", ground);

/** Ends the grant for good; a new one needs a new application. */
export const endGrant = (tx: Tx, append: AppendLeaf, id: string, ground: Ground) =>
  change(tx, append, id, ["active", "suspended"], "ended", ground);

/** What is true of a grant at an instant; the one definition, `access.state_at`, also says whose term is over. */
export const stateAt = (alias: string, at: Date | null = null) =>
  sql<GrantState>`access.state_at(${sql.ref(`${alias}.state`)}, ${sql.ref(`${alias}.valid_until`)}, ${at ?? sql`platform.law_now()`})`;

type KeptState = GrantTable["state"];

/** Throws Problem `grant_not_found`, `grant_state_conflict`. Returns the receipt of the ledger's leaf. */
async function change(
  tx: Tx,
  append: AppendLeaf,
  id: string,
  from: KeptState[],
  to: KeptState,
  ground: Ground,
  terms: { scenario?: string; modes?: string[]; columns?: string; valid_until?: Date | null } = {},
): Promise<string> {
  const changed = await tx
    .updateTable("access.grant")
    .set({
      ...terms,
      state: to,
      version: sql<number>`version + 1`,
      ended_reason: to === "active" ? null : ground.reason,
      ended_article: to === "active" ? null : ground.article,
    })
    .where("id", "=", id)
    .where(stateAt("grant", ground.at), "in", from)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) {
    const known = await tx
      .selectFrom("access.grant as grant")
      .select(stateAt("grant", ground.at).as("state"))
      .where("id", "=", id)
      .executeTakeFirst();
    if (known === undefined) throw new Problem("grant_not_found", "没有这个使用权限，请刷新列表");
    const hint =
      known.state === "expired"
        ? "使用权限的期限已满，仍需使用的请重新申请共享"
        : `使用权限现为“${grantStateLabel[known.state]}”，不能这样办理，请刷新`;
    throw new Problem("grant_state_conflict", hint);
  }
  if (to === "ended") await emit(tx, over(id, "ended"));
  return recordVersion(tx, append, id, ground);
}

/** Word that nothing is read under a grant any more, as it was ended or its term is over. */
export const over = (id: string, how: "ended" | "expired"): NewEvent => ({
  type: `access.grant.${how}`,
  version: 1,
  aggregate: `grant:${id}`,
  body: { grant: id },
});

/** What processes remember of grants and of what they are on is asked for anew. */
export async function raiseEpoch(tx: Tx): Promise<void> {
  await tx.updateTable("access.epoch").set({ value: sql<string>`value + 1` }).execute();
}

/** Keeps what the version says, tells the caches, and puts a leaf into the ledger. */
export async function recordVersion(tx: Tx, append: AppendLeaf, id: string, ground: Ground): Promise<string> {
  const grant = await tx
    .selectFrom("access.grant")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const { version } = grant;
  const content = grantContent(grant, ground);
  const ref = `access.grant:${id}.${version}`;
  const receipt = await append(tx, { kind: "grant", at: ground.at, ref, body: content });
  await tx
    .insertInto("access.grant_version")
    .values({
      grant_id: id,
      version,
      content: JSON.stringify(content),
      reason: ground.reason || null,
      article: ground.article,
      law_at: ground.at,
      wall_at: wallNow(),
      receipt,
    })
    .execute();
  await raiseEpoch(tx);
  return receipt;
}

/** Holders and states as they are now, by id. */
export async function standingOf(db: Db | Tx, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; holderId: string; state: GrantState }>`
    select id, holder_id as "holderId", ${stateAt("grant")} as state
    from access."grant" where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...standing }) => [id, standing]));
}

/** A grant as the store keeps it, with the law's time of the last access under it (Art. 31). */
export async function grantById(db: Db | Tx, id: string) {
  return listed(db).where("grant.id", "=", id).executeTakeFirst();
}

/** Grants a party holds or provides, newest first. */
export async function grantsOf(
  db: Db | Tx,
  partyId: string,
  query: {
    /** `all`: on either side; `every`: whoever they belong to. */
    side: "held" | "provided" | "all" | "every";
    state?: GrantState | undefined;
    /** Those on what is mounted on this entry. */
    entry?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
) {
  let rows = listed(db);
  if (query.side === "held") rows = rows.where("grant.holder_id", "=", partyId);
  else if (query.side === "provided") rows = rows.where("grant.provider_id", "=", partyId);
  else if (query.side === "all")
    rows = rows.where((on) =>
      on.or([on("grant.holder_id", "=", partyId), on("grant.provider_id", "=", partyId)]),
    );
  if (query.state) rows = rows.where(stateAt("grant"), "=", query.state);
  if (query.entry)
    rows = rows.where("grant.resource", "in", (on) =>
      on
        .selectFrom("vault.resource")
        .select("code")
        .where("entry_id", "=", query.entry ?? ""),
    );
  if (query.before) rows = rows.where("grant.id", "<", query.before);
  return rows.orderBy("grant.id", "desc").limit(query.limit).execute();
}

/** Active grants without an access for three calendar months, or since they were given (Art. 31). */
export async function idleGrants(db: Db | Tx) {
  return listed(db)
    .where(stateAt("grant"), "=", "active")
    .where(
      sql<boolean>`coalesce(
        (select max(u.law_at) from access.usage u where u.grant_id = "grant".id and u.refusal is null
          and u.operation <> 'files'), "grant".valid_from
      ) + interval '3 months' <= platform.law_now()`,
    )
    .execute();
}

const terms = [
  "grant.id",
  "grant.version",
  "grant.holder_id",
  "grant.provider_id",
  "grant.resource",
  "grant.purpose",
  "grant.scenario",
  "grant.modes",
  "grant.columns",
  "grant.row_scope",
  "grant.valid_from",
  "grant.valid_until",
  "grant.ended_reason",
  "grant.ended_article",
  "grant.matter_id",
] as const;

const listed = (db: Db | Tx) =>
  db
    .selectFrom("access.grant as grant")
    .select(terms)
    .select(stateAt("grant").as("state"))
    .select((on) =>
      on
        .selectFrom("access.usage as usage")
        .select("usage.law_at")
        .whereRef("usage.grant_id", "=", "grant.id")
        .where("usage.refusal", "is", null)
        // To look what there is uses nothing yet.
        .where("usage.operation", "<>", "files")
        .orderBy("usage.id", "desc")
        .limit(1)
        .as("last_used_at"),
    );
