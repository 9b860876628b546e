import { expect } from "vitest";
import { listOf } from "../../src/contract/common.ts";
import type { CatalogueImport, ImportNote } from "../../src/contract/entry-import.ts";
import type { PlannedGrant } from "../../src/contract/filing.ts";
import { type Grant, grant as grantSchema } from "../../src/contract/grant.ts";
import type { Matter } from "../../src/contract/matter.ts";
import { act, start } from "./business.ts";
import { checkFiling, notesOf } from "./imports.ts";
import type { TestPlatform } from "./platform.ts";
import { type Old, stockWorkbook } from "./stock.ts";

/** Existing stock filed over the public HTTP API: uploaded and proposed by `sjj`, decided by `sjj2`. */
export const filings = (platform: () => TestPlatform) => {
  const as = (who: string) => platform().as(who);
  const checked = async (
    entries: readonly Old[],
    grants: readonly PlannedGrant[] = [],
  ): Promise<CatalogueImport> => checkFiling(await as("sjj"), await stockWorkbook(entries, grants));
  const notes = async (batch: CatalogueImport, severity: ImportNote["severity"] = "error") =>
    (await notesOf(await as("sjj"), batch.id)).filter((note) => note.severity === severity);
  const propose = async (filing: string, who = "sjj"): Promise<Matter> =>
    start(await as(who), { kind: "catalogue-filing", form: { filing, source: "省一体化政务数据平台" } });
  const ready = async (entries: readonly Old[], grants: readonly PlannedGrant[] = []) => {
    const batch = await checked(entries, grants);
    expect([batch.state, batch.counts?.errors]).toEqual(["ready", 0]);
    return { batch, matter: await propose(batch.id) };
  };
  return {
    checked,
    notes,
    propose,
    ready,
    errorsOf: async (entries: readonly Old[], grants: readonly PlannedGrant[] = []) =>
      notes(await checked(entries, grants)),
    decide: async ({ id }: Pick<Matter, "id">): Promise<Matter> => act(await as("sjj2"), id, "file"),
    filed: async (entries: readonly Old[], grants: readonly PlannedGrant[] = []) => {
      const { batch, matter } = await ready(entries, grants);
      return { batch, matter: await act(await as("sjj2"), matter.id, "file") };
    },
    grantsOf: async (who: string): Promise<Grant[]> =>
      (await (await as(who)).get("/api/v1/grants?limit=200", listOf(grantSchema))).items,
  };
};
