import type { Kysely, Transaction } from "kysely";

/**
 * All control tables, keyed "schema.table". Each folder adds its own by declaration merging in its `tables.ts`:
 * `declare module "../platform/db/tables.ts" { interface Tables { "matters.matter": MatterTable } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Tables {}

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
