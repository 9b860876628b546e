import type { Procedure } from "../../law/language.ts";
import type { Parameters } from "../../law/parameters.ts";
import { proofsFile } from "../coverage/proofs.ts";
import { articlesPage } from "./articles.ts";
import { coveragePage } from "./coverage.ts";
import { mutationResults, mutationsPage } from "./mutations.ts";
import { procedurePage } from "./procedure-page.ts";
import { namingTests, proofsOf, unknownIds } from "./proofs.ts";

/** Everything generated, by path in the checkout. @throws Error where a test names an obligation that does not exist */
export async function generatedDocuments(
  root: string,
  procedures: readonly Procedure[],
  parameters: Parameters,
): Promise<ReadonlyMap<string, string>> {
  const tests = await namingTests(root);
  const unknown = unknownIds(tests);
  if (unknown.length > 0) throw new Error(`tests name obligations that do not exist: ${unknown.join(", ")}`);
  const results = await mutationResults(root);
  const proofs = proofsOf(tests, results);
  return new Map([
    [proofsFile, `${JSON.stringify(proofs, null, 1)}\n`],
    ["docs/generated/articles.md", await articlesPage(root, procedures)],
    ["docs/generated/coverage.md", coveragePage(procedures, proofs)],
    ["docs/generated/mutations.md", mutationsPage(results)],
    ...procedures.map((one): [string, string] => [
      `docs/generated/procedures/${one.kind}.md`,
      procedurePage(one, parameters),
    ]),
  ]);
}
