import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as others } from "node:timers/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Cryptography, IntegrityError } from "../platform/crypto/index.ts";
import { copyHeader, copyTrailer } from "./copy.ts";
import type { VaultKeyring } from "./keys.ts";
import { castColumns, createStage, STAGE, tableColumns } from "./merge.ts";
import type { TablePlan } from "./plan.ts";
import { RowOpener, type StoredRow, storedColumns } from "./row-opener.ts";
import { RowSealer } from "./row-sealer.ts";

/** Rows sealed anew in one transaction: so much is done again after a kill. */
const PAGE = 5000;
/** Rows after which the requests of this process have their turn. */
const TURN = 100;

interface Moving {
  readonly from: TablePlan;
  readonly to: TablePlan;
  readonly kept: "r" | "h";
  readonly keyVersion: number;
}

/** Seals the rows after the last that was moved, in the order of the primary key; false where there are none. */
export async function moveRows(
  parts: { readonly cryptography: Cryptography; readonly keyring: VaultKeyring },
  client: PoolClient,
  moving: Moving,
): Promise<boolean> {
  const { from, to, kept } = moving;
  const [old, made] = [`${from.place}.${kept}_${from.number}`, `${to.place}.n${kept}_${to.number}`];
  const moved = await client.query<{ dist_key: Buffer; row_id: string }>(
    `select dist_key, row_id from ${made} order by dist_key desc, row_id desc limit 1`,
  );
  const after = moved.rows.flatMap(({ dist_key, row_id }) => [dist_key, row_id]);
  const { rows } = await client.query<StoredRow>({
    text: `select ${storedColumns(from)} from ${old}
      ${after.length === 0 ? "" : "where (dist_key, row_id) > ($1, $2)"} order by dist_key, row_id limit ${PAGE}`,
    values: after,
    rowMode: "array",
  });
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined) return false;
  const into = client.query(copyFrom(await createStage(client, to)));
  await pipeline(Readable.from(sealed(parts, moving, rows), { objectMode: false }), into);
  const columns = tableColumns(to).join(", ");
  const staged = castColumns(to)
    .map((cast) => `s.${cast}`)
    .join(", ");
  if (kept === "r") await client.query(`insert into ${made} (${columns}) select ${staged} from ${STAGE} s`);
  else
    await client.query(
      `insert into ${made} (${columns}, from_batch, to_batch) select ${staged}, from_batch, to_batch
       from ${STAGE} s join ${old} old using (dist_key, row_id)
       where (old.dist_key, old.row_id) >= ($1, $2) and (old.dist_key, old.row_id) <= ($3, $4)`,
      [keyOf(from, first), first[0], keyOf(from, last), last[0]],
    );
  await client.query("drop table pg_temp.ingest_stage, pg_temp.ingest_outcome");
  return true;
}

/** The rows as COPY takes them. Throws IntegrityError at one that was tampered with. */
async function* sealed(
  { cryptography, keyring }: { readonly cryptography: Cryptography; readonly keyring: VaultKeyring },
  { from, to, keyVersion }: Moving,
  rows: readonly StoredRow[],
): AsyncGenerator<Buffer> {
  const opener = new RowOpener(cryptography, keyring, from);
  const keys = {
    resource: await keyring.resourceKeys(Number(to.number), keyVersion),
    subject: keyring.subjectKey(),
  };
  const sealer = new RowSealer(cryptography, keys, to);
  yield copyHeader;
  for (let at = 0; at < rows.length; at += TURN) {
    for (const row of rows.slice(at, at + TURN)) {
      const [rowId, version] = row;
      const [number, place] = [BigInt(rowId) >> 32n, BigInt(rowId) & 0xffffffffn];
      const values = await opener.open(row, from.columns);
      const batch = { id: batchOf(from, row), number: Number(number) };
      sealer.add(batch, { row: Number(place), values, version });
    }
    yield sealer.take();
    await others();
  }
  yield copyTrailer;
}

const covered = (plan: TablePlan, row: StoredRow, column: string): unknown =>
  row[row.length - plan.maced.length + plan.maced.indexOf(column)];

const keyOf = (plan: TablePlan, row: StoredRow) => covered(plan, row, "dist_key");

function batchOf(plan: TablePlan, row: StoredRow): string {
  const batch = covered(plan, row, "batch_id");
  if (typeof batch !== "string") throw new IntegrityError(`表 r_${plan.number} 行 ${row[0]}`);
  return batch;
}
