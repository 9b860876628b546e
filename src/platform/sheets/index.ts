export { csvText } from "./csv.ts";
export { readSheets } from "./read.ts";
export type { Book, Sheet, SheetNote, SheetRow } from "./types.ts";
export { writeSheets } from "./write.ts";
