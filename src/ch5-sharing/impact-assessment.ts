import type { EntryContent, EntryItem } from "../contract/entry.ts";
import { documentInForce } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { sharingApplication } from "./article-27-sharing-application.ts";

/** Ways of masking that are there for what is a person's. */
const personalMasks: ReadonlySet<EntryItem["masking"]> = new Set([
  "name",
  "identity-number",
  "mobile-number",
  "bank-card",
  "address",
  "birth-year",
]);

const leadsToOne = ({ role, standard, masking }: EntryItem): boolean =>
  role === "quasi-identifier" ||
  standard === "identity-number" ||
  standard === "mobile-number" ||
  personalMasks.has(masking);

/** Rows that are asked for by a person's number: then whatever they hold is about that person. */
const keptByPerson = ({ role, standard }: EntryItem): boolean =>
  role === "subject-key" && standard !== "credit-code";

/** Those of the columns that are information about natural persons (Art. 4 PIPL). */
export function personalItems(
  { items }: Pick<EntryContent, "items">,
  columns: readonly string[],
): EntryItem[] {
  const byPerson = items.some(keptByPerson);
  return items.filter((item) => columns.includes(item.column) && (byPerson || leadsToOne(item)));
}

/** The number of the assessment of the application as it is stated now; undefined where there is none (Art. 55, 56 PIPL). */
export async function assessmentOf(db: Db | Tx, matter: string): Promise<string | undefined> {
  const { impactAssessment } = sharingApplication.documents;
  return (await documentInForce(db, matter, "impactAssessment", impactAssessment))?.number ?? undefined;
}
