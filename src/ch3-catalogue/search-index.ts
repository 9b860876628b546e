import { sql } from "kysely";
import type { EntryContent } from "../contract/entry.ts";
import type { Tx } from "../platform/db/tables.ts";
import { statedGrade } from "./checks.ts";
import { oldCodesOf } from "./filed.ts";
import { indexItems } from "./published-items.ts";
import { searchedEntry } from "./search-text.ts";

/** Has an entry found by what its draft, or its version in force, says now; in the transaction that changes it. */
export async function indexEntry(
  tx: Tx,
  entry: { readonly id: string; readonly providerId: string },
  draft: boolean,
  content: EntryContent,
): Promise<void> {
  const { text, tokens } = searchedEntry(content, (await oldCodesOf(tx, [entry.id])).get(entry.id));
  if (!draft) await indexItems(tx, [{ id: entry.id, content }]);
  const { name, sharingClass, openingClass, industry, items } = content;
  await sql`
    insert into catalogue.search
    values (${entry.id}, ${draft}, ${entry.providerId}, ${name}, ${sharingClass}, ${openingClass},
      ${statedGrade(content)}, ${industry}, ${text}, ${[...tokens]}::text[],
      catalogue.base_database(${JSON.stringify(items)}::jsonb))
    on conflict (entry_id, of_draft) do update set shown_name = excluded.shown_name,
      sharing_class = excluded.sharing_class, opening_class = excluded.opening_class, item_grade = excluded.item_grade,
      industry = excluded.industry, searched = excluded.searched, search = excluded.search,
      base_database = excluded.base_database`.execute(tx);
}
