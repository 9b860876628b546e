import { sql } from "kysely";
import type { CatalogueImport } from "../contract/entry-import.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { gradeOf } from "./checks.ts";
import { searchedEntry } from "./search-text.ts";
import type { PlannedEntry } from "./sheets-matching.ts";

const atOnce = 50;

/** What an import comes to, kept a batch at a time as it is found, so that a large file never stands in memory whole. */
export class PlannedEntries {
  readonly counts = { create: 0, update: 0, unchanged: 0 };
  readonly #tx: Tx;
  readonly #id: string;
  #batch: PlannedEntry[] = [];

  constructor(tx: Tx, id: string) {
    this.#tx = tx;
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
        "providerId" uuid, filed jsonb)`.execute(this.#tx);
  }

  async forget(): Promise<void> {
    await this.#tx.deleteFrom("catalogue.import_entry").where("import_id", "=", this.#id).execute();
  }
}

/** What was checked fits no more; nothing is written. */
export const outdated = (detail: string, article: string | null = null) =>
  new Problem(
    "import_outdated",
    `${detail}；什么都没有写入，请重新上传同一个文件再检查一次。`,
    article === null ? {} : { article },
  );

/** Before what was checked is taken over: it is all there. @throws Problem `import_outdated` */
export async function assertWhole(tx: Tx, id: string, counts: CatalogueImport["counts"]): Promise<void> {
  const { kept } = await tx
    .selectFrom("catalogue.import_entry")
    .select(({ fn }) => fn.countAll<string>().as("kept"))
    .where("import_id", "=", id)
    .executeTakeFirstOrThrow();
  const { create = 0, update = 0, unchanged = 0 } = counts ?? {};
  const told = create + update + unchanged;
  if (Number(kept) !== told) throw outdated(`检查时有 ${told} 个目录，现在留存 ${kept} 个`);
}
