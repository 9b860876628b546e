import type { z } from "zod";
import type { EntryItem } from "../contract/entry.ts";
import type { sharingRequest } from "../contract/forms.ts";
import { columnTreatmentLabel } from "../contract/labels.zh.ts";
import { isStricter, leastTreatment } from "../contract/treatment.ts";
import type { MatterView } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";

/**
 * Art. 63: columns that the provider gives less openly than its reviewed entry allows, in words. What is refused has
 * its own reasons (Art. 27), and in a verification every column is verified only.
 */
export async function stricterDecisions(
  db: Db | Tx,
  matter: MatterView<z.infer<typeof sharingRequest>>,
  items: readonly EntryItem[],
): Promise<string> {
  if (matter.form.mode === "verify") return "";
  const grant = await db
    .selectFrom("access.grant")
    .select("columns")
    .where("matter_id", "=", matter.id)
    .executeTakeFirst();
  return (grant?.columns ?? [])
    .flatMap(({ column, treatment }) => {
      const item = items.find((one) => one.column === column);
      if (item === undefined || treatment === "refused") return [];
      const allowed = leastTreatment(item);
      if (!isStricter(treatment, allowed)) return [];
      return [`“${item.name}”${columnTreatmentLabel[treatment]}，目录可以${columnTreatmentLabel[allowed]}`];
    })
    .join("；");
}
