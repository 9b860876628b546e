import type { Db, Tx } from "../platform/db/tables.ts";
import type { Areas } from "./sheets-cells.ts";

export const areasOf = async (db: Db | Tx): Promise<Areas> => {
  const regions = await db.selectFrom("parties.region").select(["code", "name"]).orderBy("code").execute();
  return new Map(regions.map(({ code, name }) => [code, name]));
};
