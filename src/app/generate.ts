import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadCity } from "./city/load.ts";
import { generatedDocuments } from "./generate/documents.ts";
import { procedures } from "./procedures.ts";

/**
 * `npm run generate [folder]`: writes what follows from the declarations and the tests into this checkout, or under
 * another folder by the same paths.
 */
const root = join(import.meta.dirname, "../..");
const target = process.argv[2] ?? root;

/** The numbers are those of the city that the checkout is for. */
const { parameters } = await loadCity(null, null);
const documents = await generatedDocuments(root, procedures, parameters);
// Procedures that are no more leave no page behind.
await rm(join(target, "docs/generated/procedures"), { recursive: true, force: true });
for (const [path, text] of documents) {
  const file = join(target, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
console.log(`${documents.size} documents written`);
