import {
  type Cryptography,
  EqualityIndex,
  FieldSealer,
  RowMac,
  type StoredValue,
} from "../platform/crypto/index.ts";
import { CopyWriter } from "./copy.ts";
import { normal, RowIdentity, type Values } from "./identity.ts";
import type { RowKeys } from "./keys.ts";
import { bucketOf, type TablePlan } from "./plan.ts";
import type { CheckedRow } from "./rows.ts";

export interface BatchMark {
  /** UUID of the batch. */
  readonly id: string;
  /** Number of the batch in its resource, from 1: the high half of its row ids. */
  readonly number: number;
}

export interface SealedChunk {
  /** Tuples for COPY … (FORMAT binary), without header and trailer; columns as `stagingColumns` names them. */
  readonly tuples: Buffer;
  /** The rows' MACs one after the other, 32 bytes each. */
  readonly macs: Buffer;
}

/** Names and types of the staging table, in the order in which `RowSealer` writes the tuples. */
export function stagingColumns(plan: TablePlan): { name: string; type: string }[] {
  return [
    { name: "row_id", type: "bigint" },
    { name: "source_version", type: "bigint" },
    { name: "key_version", type: "integer" },
    { name: "removal", type: "boolean" },
    { name: "batch_id", type: "text" },
    { name: "dist_key", type: "bytea" },
    ...(plan.identity === "key_mac" ? [{ name: "key_mac", type: "bytea" }] : []),
    { name: "content_mac", type: "bytea" },
    ...plan.columns.map(({ name, sealed }) => ({ name, type: sealed ? "bytea" : "text" })),
    ...plan.indexed.map(({ name }) => ({ name, type: "bytea" })),
    ...plan.buckets.map(({ name }) => ({ name, type: "text" })),
    { name: "row_mac", type: "bytea" },
  ];
}

/** Turns checked rows into sealed tuples. Everything that must not be read in the database leaves here sealed. */
export class RowSealer {
  readonly #plan: TablePlan;
  readonly #keyVersion: number;
  readonly #sealers: (FieldSealer | undefined)[];
  readonly #indexes: EqualityIndex[];
  readonly #identity: RowIdentity;
  readonly #content: EqualityIndex;
  readonly #rowMac: RowMac;
  readonly #sm3: Cryptography["sm3"];
  readonly #writer = new CopyWriter();

  constructor(cryptography: Cryptography, keys: RowKeys, plan: TablePlan) {
    const table = `r_${plan.number}`;
    this.#plan = plan;
    this.#keyVersion = keys.resource.version;
    this.#sealers = plan.columns.map(({ name, sealed }) =>
      sealed ? new FieldSealer(cryptography, keys.resource, table, name) : undefined,
    );
    this.#indexes = plan.indexed.map(
      ({ name }) => new EqualityIndex(cryptography, keys.resource, table, name),
    );
    this.#identity = new RowIdentity(cryptography, keys.subject, plan);
    this.#content = new EqualityIndex(cryptography, { index: keys.subject }, table, "content");
    this.#rowMac = new RowMac(cryptography, keys.resource, table, plan.maced);
    this.#sm3 = cryptography.sm3;
  }

  seal(batch: BatchMark, rows: readonly CheckedRow[]): SealedChunk {
    const macs = Buffer.allocUnsafe(rows.length * 32);
    for (const [index, row] of rows.entries()) this.add(batch, row).copy(macs, index * 32);
    return { tuples: this.take(), macs };
  }

  /** Tuples of the rows added since. */
  take(): Buffer {
    return this.#writer.take();
  }

  /** Seals one row; its MAC. */
  add(batch: BatchMark, row: CheckedRow): Buffer {
    const rowId = (BigInt(batch.number) << 32n) | BigInt(row.row);
    const sourceVersion = row.version ?? String(batch.number);
    const values = this.#plan.columns.map((column) => normal(column, row.values[column.index]));
    const keys = this.#keys(rowId, values);
    const content = this.#content.of(JSON.stringify([keys.map((key) => key.toString("base64")), values]));
    const stored = this.#stored(rowId, values);
    const [distKey, ...keyMac] = keys;
    const mac = this.#rowMac.compute({
      rowId,
      sourceVersion,
      values: [distKey, batch.id, content, ...keyMac, ...stored],
    });
    const out = this.#writer;
    out.row(7 + keys.length + stored.length);
    out.bigint(rowId);
    out.bigint(BigInt(sourceVersion));
    out.integer(this.#keyVersion);
    out.boolean(row.removed === true);
    out.value(batch.id);
    for (const key of keys) out.value(key);
    out.value(content);
    for (const value of stored) out.value(value);
    out.value(mac);
    return mac;
  }

  /** `dist_key`, and `key_mac` where the row has a business key beside its subject. */
  #keys(rowId: bigint, values: Values): [Buffer, ...Buffer[]] {
    const subjectKey = this.#identity.subject(values);
    const businessKey = this.#identity.business(values);
    const distKey = subjectKey ?? businessKey ?? this.#sm3(rowId.toString()).subarray(0, 16);
    return this.#plan.identity === "key_mac" && businessKey ? [distKey, businessKey] : [distKey];
  }

  #stored(rowId: bigint, values: Values): StoredValue[] {
    const stored: StoredValue[] = values.map((value, index) =>
      value === null ? null : (this.#sealers[index]?.seal(rowId, value) ?? value),
    );
    for (const [at, { of }] of this.#plan.indexed.entries()) {
      const value = values[of.index] ?? null;
      stored.push(value === null ? null : (this.#indexes[at]?.of(value) ?? null));
    }
    for (const { of } of this.#plan.buckets) {
      const value = values[of.index] ?? null;
      stored.push(value === null ? null : bucketOf(of.item, value));
    }
    return stored;
  }
}
