import { writeFile } from "node:fs/promises";
import { catalogueWorkbook } from "../../src/ch3-catalogue/sheets-template.ts";
import { generated } from "./many-entries.ts";

/** `make-workbook.ts path count`: the city's template filled in with that many entries. */
const [path = "", count = "0"] = process.argv.slice(2);
const facts = { code: "", providerName: "", providerCode: "" };
const entries = Array.from({ length: Number(count) }, (_, n) => ({ facts, content: generated(n) }));
await writeFile(path, await catalogueWorkbook(entries, new Map([["230000", "黑龙江省"]])));
