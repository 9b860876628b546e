import { sql } from "kysely";
import type { EntryContent } from "../contract/entry.ts";
import type { Tx } from "../platform/db/tables.ts";
import { plain } from "./search-text.ts";

/** Names of items as they are compared: blanks, width and case do not count. */
export const itemKeys = ({ items }: Pick<EntryContent, "items">): string[] => [
  ...new Set(items.map(({ name }) => plain(name))),
];

/** The items of entries as they are in force now. */
export async function indexItems(
  tx: Tx,
  entries: readonly { readonly id: string; readonly content: Pick<EntryContent, "items"> }[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.flatMap(({ id, content }) => itemKeys(content).map((key) => ({ id, key })));
  await sql`delete from catalogue.published_item where entry_id = any(${entries.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  );
  await sql`
    insert into catalogue.published_item (key, entry_id)
    select key, id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(id uuid, key text)`.execute(
    tx,
  );
}
