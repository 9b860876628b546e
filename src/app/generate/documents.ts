import type { Procedure } from "../../law/language.ts";
import type { Parameters } from "../../law/parameters.ts";
import { coveragePage, testsByObligation, unknownIds } from "./coverage.ts";
import { mutationResults, mutationsPage, provenBy } from "./mutations.ts";
import { procedurePage } from "./procedure-page.ts";

/** Everything under `docs/generated`, by path. @throws Error where a test names an obligation that does not exist */
export async function generatedDocuments(
  root: string,
  procedures: readonly Procedure[],
  parameters: Parameters,
): Promise<ReadonlyMap<string, string>> {
  const tests = await testsByObligation(root);
  const unknown = unknownIds(tests);
  if (unknown.length > 0) throw new Error(`tests name obligations that do not exist: ${unknown.join(", ")}`);
  const results = await mutationResults(root);
  return new Map([
    ["coverage.md", coveragePage(procedures, tests, provenBy(results))],
    ["mutations.md", mutationsPage(results)],
    ...procedures.map((one): [string, string] => [
      `procedures/${one.kind}.md`,
      procedurePage(one, parameters),
    ]),
  ]);
}
