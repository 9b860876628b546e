import type { z } from "zod";
import type {
  gatewayAnswer,
  gatewayQuery,
  gatewayVerified,
  gatewayVerify,
  UsageOperation,
} from "../contract/grant.ts";
import { type Refusal, refuse } from "../law/refusal.ts";
import type { Cryptography } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import { type FileStores, openResource, type ResourceReader, type VaultKeyring } from "../vault/index.ts";
import type { Access } from "./access.ts";
import { refusalOf, usableColumns } from "./decide.ts";
import { deliverFiles, type FileDelivery } from "./file-delivery.ts";
import { GrantCache, type GrantInForce } from "./grant-cache.ts";
import type { AppendLeaf } from "./ledger.ts";
import { mask } from "./masking.ts";
import { type Asker, accessOf, noGrant, refusing, replayed } from "./recording.ts";
import { UpstreamBusy, UpstreamFailure } from "./upstream/failure.ts";
import type { Upstream } from "./upstream/upstream.ts";
import { UsageWriter } from "./usage.ts";

/** A call whose signature was checked: who signed, and the nonce that this access claims. */
export interface VerifiedCall {
  readonly keyid: string;
  /** Seconds since 1970, as signed. */
  readonly created: number;
  readonly nonce: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly partyId: string;
  /** `r-…` code of the path. */
  readonly resource: string;
}

type Query = z.infer<typeof gatewayQuery>;
type Verify = z.infer<typeof gatewayVerify>;

export interface Gateway {
  /** Rows about one subject, in the granted columns, masked as granted. Throws Problem with the article that refuses. */
  query(call: VerifiedCall, body: Query): Promise<z.infer<typeof gatewayAnswer>>;
  /** Whether all claims hold for one row of the subject; false for an unknown person. */
  verify(call: VerifiedCall, body: Verify): Promise<z.infer<typeof gatewayVerified>>;
  /** Puts on record an access that was refused before it came here though it is known who signed; then the caller throws. */
  refused(
    call: Omit<VerifiedCall, "created" | "nonce">,
    operation: UsageOperation,
    refusal: Refusal,
  ): Promise<void>;
  /** Files of a resource that leave whole, under the same decision and record. */
  readonly files: FileDelivery;
  start(): void;
  stop(): void;
}

interface Admitted {
  readonly grant: GrantInForce;
  readonly reader: ResourceReader;
  readonly subject: Buffer;
  readonly columns: readonly string[];
  readonly usage: string;
  readonly access: Access;
}

/**
 * The one read path: party → grant by purpose → columns → usage row on disk → read → mask → answer (Art. 20, 31,
 * 33, 60). Nothing is read, no interface asked, before the access is on record; a refused access is put on record too.
 */
export function createGateway(parts: {
  readonly database: Database;
  readonly cryptography: Cryptography;
  readonly keyring: VaultKeyring;
  readonly append: AppendLeaf;
  readonly upstream: Pick<Upstream, "rows">;
  readonly stores: FileStores;
}): Gateway {
  const { database, cryptography, keyring, upstream } = parts;
  const cache = new GrantCache(database.pool);
  const usage = new UsageWriter(database, cryptography, parts.append);
  const refuseCall = refusing(usage);
  const readers = new Map<string, ResourceReader>();

  async function readerOf(code: string): Promise<ResourceReader> {
    const known = readers.get(code);
    if (known) return known;
    const reader = await openResource(database.kysely, cryptography, keyring, code);
    readers.set(code, reader);
    return reader;
  }

  /** Reads; where that fails because the resource was sealed anew in between, reads it as it lies now. */
  async function readAgain<T>(
    reader: ResourceReader,
    read: (reader: ResourceReader) => Promise<T>,
  ): Promise<T> {
    try {
      return await read(reader);
    } catch (error) {
      const { code, generation } = reader.resource;
      readers.delete(code);
      const current = await readerOf(code);
      if (current.resource.generation === generation) throw error;
      return read(current);
    }
  }

  async function admit(
    call: VerifiedCall,
    operation: "query" | "verify",
    body: { purpose: string; subject: string },
    wanted: readonly string[] | undefined,
    fresh = false,
  ): Promise<Admitted> {
    if (fresh) cache.forget(body.purpose);
    const grant = await cache.find(body.purpose);
    const access = accessOf(signedBy(call), operation, body.purpose);
    if (grant === undefined || grant.holder_id !== call.partyId || grant.resource !== access.resource)
      return refuseCall(access, await noGrant(database, call.partyId, access.resource));
    const columns = wanted ?? usableColumns(grant.columns, operation);
    const known = new Set(grant.columns.map(({ column }) => column));
    const refusal = refusalOf(grant, operation, columns);
    // Files have no rows to be read by.
    const reader = grant.kind === "file" ? null : await readerOf(grant.resource);
    const subject = reader?.subjectKey(body.subject) ?? null;
    const full: Access = {
      ...access,
      grant,
      subject,
      columns: columns.filter((column) => known.has(column)),
    };
    // What is remembered may lag behind a resumption or the law's clock: nobody is refused on memory alone.
    if (refusal) return fresh ? refuseCall(full, refusal) : admit(call, operation, body, wanted, true);
    if (reader === null || subject === null) return refuseCall(full, noSubject);
    const verdict = await usage.record(full);
    if (verdict.outcome === "replayed") return refuseCall({ ...full, nonce: null }, replayed);
    if (verdict.outcome === "accepted")
      return { grant, reader, subject, columns, usage: verdict.usage, access: full };
    return admit(call, operation, body, wanted, true);
  }

  /** Rows of the subject that the grant's row scope holds, in the admitted columns. */
  async function rowsOf(admitted: Admitted, asked: string): Promise<(string | null)[][]> {
    const { grant, reader, subject, columns } = admitted;
    const scope = grant.row_scope;
    const wanted = scope ? [...columns, scope.column] : columns;
    const read =
      grant.kind === "interface"
        ? await upstreamRows(admitted, asked, wanted)
        : await readAgain(reader, (current) => current.subject(database.pool, subject, wanted));
    const inside = scope ? read.filter(({ values }) => scope.values.includes(values.at(-1) ?? "")) : read;
    return inside.map(({ values }) => values.slice(0, columns.length));
  }

  /** The same of an interface: that it gave no answer is on record beside the call. */
  async function upstreamRows(
    { grant, access }: Admitted,
    asked: string,
    columns: readonly string[],
  ): Promise<{ values: (string | null)[] }[]> {
    try {
      const of = { code: grant.resource, provider: grant.provider_id, items: grant.items };
      const rows = await upstream.rows(of, asked, columns);
      return rows.map((values) => ({ values }));
    } catch (error) {
      const refusal = noAnswer(error);
      if (refusal === undefined) throw error;
      return refuseCall({ ...access, nonce: null }, refusal);
    }
  }

  return {
    files: deliverFiles(parts, cache, usage),
    async query(call, body) {
      const admitted = await admit(call, "query", body, body.columns);
      const masks = admitted.columns.map((column) => maskOf(admitted, column));
      const items = (await rowsOf(admitted, body.subject)).map((values) =>
        Object.fromEntries(
          admitted.columns.map((column, index) => {
            const value = values[index] ?? null;
            return [column, value === null ? null : (masks[index]?.(value) ?? null)];
          }),
        ),
      );
      return { items, usage: admitted.usage };
    },
    async verify(call, body) {
      const admitted = await admit(call, "verify", body, Object.keys(body.claims));
      const claims = Object.values(body.claims).map((claim) => claim.trim());
      const rows = await rowsOf(admitted, body.subject);
      return {
        match: rows.some((values) => values.every((value, index) => value === claims[index])),
        usage: admitted.usage,
      };
    },
    async refused(call, operation, refusal) {
      const access = {
        ...accessOf(signedBy({ ...call, created: 0, nonce: "" }), operation, ""),
        nonce: null,
      };
      await usage.record({ ...access, refusal: refusal.code, article: refusal.article });
    },
    start: () => cache.start(),
    stop: () => cache.stop(),
  };
}

const noSubject = refuse("subject_not_supported", "31", "该资源没有主体标识，不能按主体查询或核验");

/** What the caller is told of an interface without an answer: whose it is and what to do, not what went wrong there. */
function noAnswer(error: unknown): Refusal | undefined {
  const advice =
    "这不是贵单位的请求有误。请稍后换一个随机数（nonce）重新签名再试；持续不通的，请联系数据提供部门";
  if (error instanceof UpstreamBusy)
    return refuse("upstream_busy", "7¶3", `提供部门的接口正忙或者刚刚连续不通，这次没有去查。${advice}`);
  if (!(error instanceof UpstreamFailure)) return undefined;
  return error.kind === "timeout"
    ? refuse("upstream_timeout", "7¶3", `提供部门的接口没有按时答复。${advice}`)
    : refuse("upstream_failed", "7¶3", `提供部门的接口没有给出可用的答复。${advice}`);
}

/** How a column's values leave: in clear, by the entry's rule, or hidden whole where the entry has no rule. */
function maskOf({ grant }: Admitted, column: string): (value: string) => string {
  const plain = grant.columns.find((decision) => decision.column === column)?.treatment === "plain";
  const rule = grant.items.find((item) => item.column === column)?.masking ?? "all";
  if (plain) return (value) => value;
  return (value) => mask(rule === "none" ? "all" : rule, value);
}

/** A signed call as the asker of an access; its nonce is claimed with the record. */
export const signedBy = ({
  keyid,
  clientId,
  clientName,
  partyId,
  resource,
  created,
  nonce,
}: VerifiedCall): Asker => ({
  by: { keyid, clientId },
  name: clientName,
  partyId,
  resource,
  nonce: { created, value: nonce },
});
