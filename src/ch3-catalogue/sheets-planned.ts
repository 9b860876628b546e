import { sql } from "kysely";
import type { Db, Tx } from "../platform/db/tables.ts";
import { gradeOf } from "./checks.ts";
import { searchedEntry } from "./search-text.ts";
import type { PlannedEntry } from "./sheets-matching.ts";

const atOnce = 50;

/**
 * What an import comes to, kept a batch at a time as it is found, so that a large file never stands in memory whole. Nobody
 * takes it over before the import is settled as ready.
 */
export class PlannedEntries {
  readonly counts = { create: 0, update: 0, unchanged: 0 };
  readonly #db: Db;
  readonly #id: string;
  #batch: PlannedEntry[] = [];

  constructor(db: Db, id: string) {
    this.#db = db;
    this.#id = id;
  }

  async add(entry: PlannedEntry): Promise<void> {
    this.counts[entry.action] += 1;
    this.#batch.push(entry);
    if (this.#batch.length >= atOnce) await this.flush();
  }

  async flush(): Promise<void> {
    const rows = this.#batch.map(({ content, oldCodes, ...entry }) => {
      const { text, tokens } = searchedEntry(content, oldCodes);
      return { ...entry, content, grade: gradeOf(content), searched: text, search: tokens };
    });
    this.#batch = [];
    await sql`
      insert into catalogue.import_entry
        (import_id, line, action, entry_id, code, draft_version, content, grade, searched, search, provider_id, filed)
      select ${this.#id}, line, action, "entryId", code, "draftVersion", content, grade, searched, search, "providerId", filed
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as planned(line integer, action text, "entryId" uuid,
        code text, "draftVersion" integer, content jsonb, grade smallint, searched text, search text[],
        "providerId" uuid, filed jsonb)`.execute(this.#db);
  }

  async forget(db: Db | Tx): Promise<void> {
    await db.deleteFrom("catalogue.import_entry").where("import_id", "=", this.#id).execute();
  }
}
