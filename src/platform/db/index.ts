export { type Database, inTransaction, openDatabase, openPool } from "./database.ts";
export { assertDurable } from "./durable.ts";
export { migrate, migrationDirectories, pendingMigrations } from "./migrate.ts";
export {
  type DatabaseRole,
  type DatabaseUrls,
  databaseRoles,
  prepareDatabase,
  urlsOfLogins,
  urlsOfOneLogin,
} from "./roles.ts";
export { ifAlone, inTurn } from "./session-lock.ts";
export type { Db, Tables, Tx } from "./tables.ts";
