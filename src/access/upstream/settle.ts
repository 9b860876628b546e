import { sql } from "kysely";
import type { EntryItem } from "../../contract/entry.ts";
import type { ChangeInterface, InterfaceSettings } from "../../contract/interface.ts";
import type { JsonObject } from "../../contract/json.ts";
import { lawNow } from "../../platform/clocks/index.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { uuid } from "../../platform/ids/index.ts";
import type { AppendLeaf } from "../ledger.ts";
import { assertOpen, type OpenHosts } from "./hosts.ts";
import { upstreamOf } from "./store.ts";

/** Secrets under the platform's keys. */
export interface Box {
  seal(plain: Uint8Array, place: string): Buffer;
  open(sealed: Uint8Array, place: string): Buffer;
}

export interface Settling {
  readonly append: AppendLeaf;
  readonly hosts: OpenHosts;
  readonly box: Box;
  /** A unit's unified social credit code, by which hosts are opened to it. */
  creditCode(db: Db | Tx, party: string): Promise<string | null>;
}

/** The interface of an entry: its resource's code, who provides it, and its items as they are protected now. */
export interface Interface {
  readonly code: string;
  readonly provider: string;
  readonly items: readonly EntryItem[];
}

export const placeOf = (resource: string): string => `access.upstream:${resource}`;

/** The stored settings that a secret was given for: it goes with them to the same host in the same header only. */
interface Known {
  readonly settings: InterfaceSettings;
  readonly secret: Buffer | null;
}

/**
 * The sealed secret that goes with the settings: the one given, else the one in force where it would go to the same
 * place; null where none is needed. @throws Problem `upstream_secret_missing`
 */
export function secretFor(
  box: Box,
  resource: string,
  { proof, url }: InterfaceSettings,
  given: string | undefined,
  known: Known | undefined,
): Buffer | null {
  if (proof.kind !== "header") return null;
  if (given !== undefined) return box.seal(Buffer.from(given), placeOf(resource));
  const before = known?.settings;
  const same =
    before?.proof.kind === "header" &&
    before.proof.name === proof.name &&
    new URL(before.url).origin === new URL(url).origin;
  if (same && known?.secret) return known.secret;
  throw new Problem(
    "upstream_secret_missing",
    "以密钥请求头证明身份的，须填写密钥；换了主机或者请求头，密钥要重新填写",
    {
      article: "7¶3",
      errors: [{ pointer: "/secret", detail: "请填写密钥" }],
    },
  );
}

/** What an interface needs to be asked at all. @throws Problem */
export function assertAskable(
  hosts: OpenHosts,
  unit: string | null,
  items: readonly EntryItem[],
  url: string,
): void {
  assertOpen(hosts, unit, url);
  if (items.filter(({ role }) => role === "subject-key").length !== 1)
    throw new Problem(
      "subject_not_supported",
      "接口按主体逐个查询：目录须有且只有一个作主体标识的数据项（如公民身份号码、统一社会信用代码），请先变更目录",
      { article: "12¶5" },
    );
}

/** What does not depend on what was set before. @throws Problem */
export function assertSettable(
  hosts: OpenHosts,
  unit: string | null,
  items: readonly EntryItem[],
  settings: InterfaceSettings,
): void {
  assertAskable(hosts, unit, items, settings.url);
  const known = new Set(items.map(({ column }) => column));
  const strange = Object.keys(settings.fields).filter((column) => !known.has(column));
  if (strange.length > 0)
    throw new Problem("upstream_field_unknown", "字段对应里有目录中没有的数据项，请去掉", {
      article: "12¶5",
      errors: strange.map((column) => ({ pointer: `/fields/${column}`, detail: "目录中没有这个数据项" })),
    });
}

/** Puts settings in force, on record; the next call goes by them. What was tried before says nothing of them. */
export async function settle(
  tx: Tx,
  { append, hosts, box, creditCode }: Settling,
  { code, provider, items }: Interface,
  { version: seen, secret: given, ...settings }: ChangeInterface,
  { personId, personName, party }: Caller,
): Promise<void> {
  assertSettable(hosts, await creditCode(tx, provider), items, settings);
  const known = await upstreamOf(tx, code);
  if ((known?.version ?? null) !== seen) throw changedMeanwhile();
  const secret = secretFor(box, code, settings, given, known);
  const version = (seen ?? 0) + 1;
  const values = {
    version,
    settings: JSON.stringify(settings),
    secret,
    tried_at: null,
    tried_by: null,
    tried_ok: null,
    tried_items: null,
  };
  const calls = { last_answered_at: null, last_failed_at: null, last_failure: null, failing_since: null };
  const put =
    known === undefined
      ? await tx
          .insertInto("access.upstream")
          .values({ resource: code, ...values, ...calls })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
      : await tx
          .updateTable("access.upstream")
          // What failed so far failed by the settings before.
          .set({ ...values, failed_in_a_row: 0, failing_since: null })
          .where("resource", "=", code)
          .where("version", "=", known.version)
          .executeTakeFirst();
  if (("numUpdatedRows" in put ? put.numUpdatedRows : put.numInsertedOrUpdatedRows) !== 1n)
    throw changedMeanwhile();
  const body = {
    resource: code,
    version,
    ...settings,
    fields: { ...settings.fields },
    proof: { ...settings.proof },
    success: settings.success && { ...settings.success, values: [...settings.success.values] },
    newSecret: settings.proof.kind === "header" && given !== undefined,
    person: personId,
    personName,
    unit: { id: party.id, name: party.name },
  };
  await putOnRecord(tx, append, body, await lawNow(tx));
}

/** Art. 13: nothing is asked any more for an entry that has left the catalogue, so its secret goes with it. */
export async function forgetUpstream(
  tx: Tx,
  append: AppendLeaf,
  entryId: string,
  { reason, at }: { readonly reason: string; readonly at: Date },
): Promise<void> {
  const { rows } = await sql<{ resource: string; version: number; url: string }>`
    update access.upstream set secret = null, tried_at = null, tried_by = null, tried_ok = null,
      tried_items = null, version = version + 1
    from vault.resource mounted where mounted.code = resource and mounted.entry_id = ${entryId}
    returning resource, upstream.version, settings ->> 'url' as url`.execute(tx);
  for (const row of rows)
    await putOnRecord(
      tx,
      append,
      { ...row, newSecret: false, forgotten: reason, personName: "目录撤销" },
      at,
    );
}

async function putOnRecord(
  tx: Tx,
  append: AppendLeaf,
  body: JsonObject & { readonly resource: string; readonly version: number },
  at: Date,
): Promise<void> {
  const id = uuid();
  const { resource, version } = body;
  const receipt = await append(tx, { kind: "record", at, ref: `access.upstream:${id}`, body });
  await tx
    .insertInto("access.upstream_version")
    .values({ id, resource, version, body: JSON.stringify(body), at, receipt })
    .execute();
}

const changedMeanwhile = () =>
  new Problem("upstream_changed", "接口设置已被他人修改，请刷新后核对再改；您填写的内容仍在页面上");
