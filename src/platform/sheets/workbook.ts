import { damaged } from "./refusal.ts";

export interface ListedSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Name of its part in the archive; null where it is no worksheet. */
  readonly part: string | null;
}

const mostSheets = 50;
const element = (name: string) => new RegExp(`<(?:\\w+:)?${name}\\s([^>]*)>`, "g");
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, body: string) => {
    if (!body.startsWith("#")) return entities[body] ?? whole;
    const point = Number(body[1] === "x" ? `0${body.slice(1)}` : body.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

const attribute = (text: string, name: string): string | null => {
  const found = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}=(?:"([^"]*)"|'([^']*)')`).exec(text);
  return found === null ? null : decoded(found[1] ?? found[2] ?? "");
};

/** The sheets in the order of the workbook, as its relations place them. @throws WorkbookRefusal */
export function listedSheets(kept: ReadonlyMap<string, string>): ListedSheet[] {
  const [book, relations] = [kept.get("xl/workbook.xml"), kept.get("xl/_rels/workbook.xml.rels")];
  if (book === undefined || relations === undefined) throw damaged();
  const targets = new Map<string, string>();
  for (const [, text = ""] of relations.matchAll(element("Relationship")))
    if (attribute(text, "Type")?.endsWith("/worksheet"))
      targets.set(attribute(text, "Id") ?? "", attribute(text, "Target") ?? "");
  const sheets = [...book.matchAll(element("sheet"))].map(([, text = ""]) => {
    const target = targets.get(/(?:^|\s)\w+:id="([^"]*)"/i.exec(text)?.[1] ?? "");
    return {
      name: attribute(text, "name") ?? "",
      hidden: /^(hidden|veryHidden)$/i.test(attribute(text, "state") ?? ""),
      part: target === undefined ? null : target.startsWith("/") ? target.slice(1) : `xl/${target}`,
    };
  });
  if (sheets.length === 0 || sheets.length > mostSheets) throw damaged();
  return sheets;
}
