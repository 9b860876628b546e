import { type JSONColumnType, sql } from "kysely";
import { type GradingBasis, gradingBasis } from "../ch2-parties/index.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { uuid } from "../platform/ids/index.ts";
import "./tables.ts";

interface GradedUnderTable {
  id: string;
  entry_id: string;
  version: number;
  how: "published" | "inherited" | "confirmed";
  standards: JSONColumnType<GradingBasis["standards"]>;
  rules: JSONColumnType<GradingBasis["rules"]>;
  person_name: string | null;
  at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.graded_under": GradedUnderTable;
  }
}

interface Version {
  readonly entryId: string;
  readonly version: number;
  readonly providerId: string;
}

/** Puts on record what versions were graded under: the standards and the provider's rules in force at that instant. */
export async function keepGradedUnder(
  tx: Tx,
  versions: readonly Version[],
  by: { readonly how: "published" | "confirmed"; readonly at: Date; readonly person?: string },
): Promise<void> {
  const bases = await gradingBasis(
    tx,
    versions.map(({ providerId }) => providerId),
    civilDate(by.at),
  );
  const rows = versions.map(({ entryId, version, providerId }) => {
    const { standards, rules } = bases(providerId);
    return {
      id: uuid(),
      entry_id: entryId,
      version,
      how: by.how,
      standards: JSON.stringify(standards),
      rules: JSON.stringify(rules),
      person_name: by.person ?? null,
      at: by.at,
    };
  });
  for (let from = 0; from < rows.length; from += 1000)
    await tx
      .insertInto("catalogue.graded_under")
      .values(rows.slice(from, from + 1000))
      .execute();
}

/** A version that came of another decision was graded under what the one before it was. */
export async function inheritGradedUnder(
  tx: Tx,
  { entryId, version, at }: { readonly entryId: string; readonly version: number; readonly at: Date },
): Promise<void> {
  await sql`insert into catalogue.graded_under (id, entry_id, version, how, standards, rules, at)
    select ${uuid()}, entry_id, ${version}, 'inherited', standards, rules, ${at}
    from catalogue.graded_under where entry_id = ${entryId} and version = ${version - 1}
    order by id desc limit 1`.execute(tx);
}

/** Of the version in force; undefined where nothing is on record, as of entries from before this was kept. */
export async function gradedUnder(db: Db | Tx, entryId: string, version: number) {
  return db
    .selectFrom("catalogue.graded_under")
    .select(["how", "standards", "rules", "person_name as person", "at"])
    .where("entry_id", "=", entryId)
    .where("version", "=", version)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
