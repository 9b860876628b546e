import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { proof } from "../../contract/coverage.ts";

/** What `npm run generate` found in the tests and in the result of `npm run mutate`, by obligation. */
export const proofs = z.record(z.string(), proof);
export type Proofs = z.infer<typeof proofs>;

/** The tests are not there where the platform runs, so what they prove is written beside it. */
export const proofsFile = "src/app/generated/proofs.json";

export const readProofs = async (root: string): Promise<Proofs> =>
  proofs.parse(JSON.parse(await readFile(join(root, proofsFile), "utf8")));
