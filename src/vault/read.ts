import { type RawBuilder, sql } from "kysely";
import type { Pool } from "pg";
import { type Cryptography, IntegrityError, SubjectIndex } from "../platform/crypto/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { comparable } from "./canonical.ts";
import type { VaultKeyring } from "./keys.ts";
import type { PlannedColumn, TablePlan } from "./plan.ts";
import { placeOf } from "./reseal-plan.ts";
import { makeTables, type Resource, resourceByCode } from "./resource.ts";
import { RowOpener, type StoredRow, storedColumns } from "./row-opener.ts";
import { subjectKeyOf } from "./subject.ts";

const PAGE = 2000;

/** A row in clear: the values of the columns asked for, in their order. */
export interface OpenedRow {
  readonly rowId: string;
  readonly values: readonly (string | null)[];
}

/** What a resource says of one subject: by the columns asked for the different values, and the rows that say so. */
export interface Said {
  readonly rows: string[];
  readonly values: readonly Set<string>[];
}

/** Everything that reads one resource. It may be kept until the resource is sealed anew. */
export class ResourceReader {
  readonly resource: Resource;
  readonly #opener: RowOpener;
  readonly #subject: SubjectIndex;
  readonly #select: string;

  constructor(cryptography: Cryptography, keyring: VaultKeyring, resource: Resource) {
    this.resource = resource;
    this.#opener = new RowOpener(cryptography, keyring, resource.plan);
    this.#subject = new SubjectIndex(cryptography, keyring.subjectKey());
    this.#select = `select ${storedColumns(resource.plan)} from ${resource.plan.place}.r_${resource.plan.number}`;
  }

  /** The 16 bytes under which the subject's rows and readers are found; undefined where rows have no subject. */
  subjectKey(value: string): Buffer | undefined {
    const { subject } = this.resource.plan;
    return subject && subjectKeyOf(this.#subject, subject.item, value);
  }

  /** Rows about one subject in the columns asked for; none for an unknown one. Throws Problem `row_tampered`. */
  async subject(pool: Pool, key: Buffer, columns: readonly string[]): Promise<OpenedRow[]> {
    const { rows } = await pool.query<StoredRow>({
      name: `vault.subject.${this.resource.number}.${this.resource.generation}`,
      text: `${this.#select} where dist_key = $1 order by row_id`,
      values: [key],
      rowMode: "array",
    });
    return this.#open(rows, columnsNamed(this.resource.plan, columns));
  }

  /**
   * All rows in the columns asked for, plain items only, in pages, as of one moment: for published copies. Read in the
   * caller's transaction, so that nobody waits for a second connection while he holds one. Throws Problem `row_tampered`.
   */
  async copy(
    tx: Tx,
    columns: readonly string[],
    page: (rows: readonly OpenedRow[]) => Promise<void>,
  ): Promise<void> {
    const wanted = columnsNamed(this.resource.plan, columns);
    const sealed = wanted.find((column) => column.sealed);
    if (sealed) throw new RangeError(`column ${sealed.name} is sealed`);
    if (this.resource.plan.place === "zone" || placeOf(this.resource.items) === "zone")
      throw new Problem("zone_not_copied", "重要数据专区的数据不得整表导出、不得开放", { article: "11¶3" });
    await sql.raw(`declare copy no scroll cursor for ${this.#select} order by row_id`).execute(tx);
    for (;;) {
      const { rows } = await sql.raw<NamedRow>(`fetch ${PAGE} from copy`).execute(tx);
      if (rows.length === 0) break;
      await page(await this.#open(rows.map(storedRow), wanted));
    }
    await sql`close copy`.execute(tx);
  }

  /** Some rows in the columns asked for, by the order of their keyed hashes. Throws Problem `row_tampered`. */
  async some(tx: Tx, columns: readonly string[], atMost: number): Promise<OpenedRow[]> {
    const { rows } = await sql
      .raw<NamedRow>(`${this.#select} order by dist_key, row_id limit ${Math.trunc(atMost)}`)
      .execute(tx);
    return this.#open(rows.map(storedRow), columnsNamed(this.resource.plan, columns));
  }

  /** Selects `dist_key` of the rows about a subject; only where rows have subjects. */
  subjects(): RawBuilder<unknown> {
    const { place, number, subject } = this.resource.plan;
    return sql.raw(`select dist_key from ${place}.r_${number} where ${subject?.name} is not null`);
  }

  /** What the rows of each subject say in each column, made comparable, by the subject's key in hex. */
  async said(
    tx: Tx,
    subjects: readonly Buffer[],
    columns: readonly string[],
  ): Promise<ReadonlyMap<string, Said>> {
    const wanted = columnsNamed(this.resource.plan, columns);
    const { rows } = await sql<NamedRow>`
      ${sql.raw(this.#select)} where dist_key = any(${[...subjects]}::bytea[])`.execute(tx);
    const opened = await this.#open(rows.map(storedRow), wanted);
    const found = new Map<string, Said>();
    for (const [at, { rowId, values }] of opened.entries()) {
      const key = rows[at]?.dist_key.toString("hex") ?? "";
      const said = found.get(key) ?? { rows: [], values: wanted.map(() => new Set<string>()) };
      found.set(key, said);
      said.rows.push(rowId);
      for (const [index, { kind }] of wanted.entries()) {
        const value = values[index];
        if (typeof value === "string") said.values[index]?.add(comparable(kind, value));
      }
    }
    return found;
  }

  async #open(rows: readonly StoredRow[], wanted: readonly PlannedColumn[]): Promise<OpenedRow[]> {
    try {
      const opened: OpenedRow[] = [];
      for (const row of rows) opened.push({ rowId: row[0], values: await this.#opener.open(row, wanted) });
      return opened;
    } catch (cause) {
      if (!(cause instanceof IntegrityError)) throw cause;
      throw new Problem("row_tampered", cause.message, { article: "60", cause });
    }
  }
}

interface NamedRow {
  readonly row_id: string;
  readonly source_version: string;
  readonly key_version: number;
  readonly row_mac: Buffer;
  readonly dist_key: Buffer;
  /** What the MAC covers, in the order in which it was selected: text, bytes or null. */
  readonly [covered: string]: unknown;
}

function storedRow({ row_id, source_version, key_version, row_mac, ...covered }: NamedRow): StoredRow {
  const values = Object.values(covered).map((value) =>
    typeof value === "string" || Buffer.isBuffer(value) ? value : null,
  );
  return [row_id, source_version, key_version, row_mac, ...values];
}

export async function openResource(
  db: Db | Tx,
  cryptography: Cryptography,
  keyring: VaultKeyring,
  code: string,
): Promise<ResourceReader> {
  const resource = await resourceByCode(db, code);
  await makeTables(db, resource);
  return new ResourceReader(cryptography, keyring, resource);
}

export function columnsNamed(plan: TablePlan, names: readonly string[]): PlannedColumn[] {
  return names.map((name) => {
    const column = plan.columns.find(({ item }) => item.column === name);
    if (column === undefined) throw new RangeError("unknown column");
    return column;
  });
}
