export { csvText } from "./csv.ts";
export { readSheets } from "./read.ts";
export { type Book, columnLetters, type Sheet, type SheetNote, type SheetRow } from "./types.ts";
export { writeSheets } from "./write.ts";
