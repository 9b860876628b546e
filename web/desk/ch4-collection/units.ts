import type { Batch } from "../../../src/contract/batch.ts";
import type { DataFormat } from "../../../src/contract/entry.ts";

/** What is counted: rows of a table, files of a resource of files. */
export const unitOf = (kind: DataFormat | Batch["kind"]): string => (kind === "file" ? "个文件" : "行");
