import { extractText, getDocumentProxy } from "unpdf";

/** The text of each page of a PDF, in the order of reading. */
export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(Uint8Array.from(pdf));
  const { text } = await extractText(document, { mergePages: false });
  return text.map((page) => page.replace(/\s+/g, ""));
}
