import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadCity } from "./city/load.ts";
import { generatedDocuments } from "./generate/documents.ts";
import { procedures } from "./procedures.ts";

/** `npm run generate [folder]`: writes the documents that follow from the declarations, `docs/generated` by default. */
const root = join(import.meta.dirname, "../..");
const folder = process.argv[2] ?? join(root, "docs/generated");

/** The numbers are those of the city that the checkout is for. */
const { parameters } = await loadCity(null, null);
const documents = await generatedDocuments(root, procedures, parameters);
// openapi.json stays: it is written by the test that compares it with the running platform.
for (const path of ["procedures", "coverage.md", "mutations.md"])
  await rm(join(folder, path), { recursive: true, force: true });
for (const [path, text] of documents) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
console.log(`${documents.size} documents written`);
