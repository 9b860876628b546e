import type { EntryItem } from "../../../src/contract/entry.ts";
import type { InterfaceSettings } from "../../../src/contract/interface.ts";

/** The settings as they are being filled in, all as text. */
export interface Drafted {
  readonly url: string;
  readonly method: InterfaceSettings["method"];
  readonly subjectParameter: string;
  readonly columnsParameter: string;
  readonly rowsPointer: string;
  readonly successPointer: string;
  /** Several separated by commas. */
  readonly successValues: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly proof: InterfaceSettings["proof"]["kind"];
  readonly header: string;
  readonly secret: string;
  readonly timeoutSeconds: string;
}

/** What is set already, without the fields of items that the entry in force has no more. */
export function drafted(before: InterfaceSettings | undefined, items: readonly EntryItem[]): Drafted {
  const known = new Set(items.map(({ column }) => column));
  const fields = Object.entries(before?.fields ?? {}).filter(([column]) => known.has(column));
  return {
    url: before?.url ?? "",
    method: before?.method ?? "POST",
    subjectParameter: before?.subjectParameter ?? "",
    columnsParameter: before?.columnsParameter ?? "",
    rowsPointer: before?.rowsPointer ?? "",
    successPointer: before?.success?.pointer ?? "",
    successValues: before?.success?.values.join("，") ?? "",
    fields: Object.fromEntries(fields),
    proof: before?.proof.kind ?? "header",
    header: before?.proof.kind === "header" ? before.proof.name : "X-Api-Key",
    secret: "",
    timeoutSeconds: String(before?.timeoutSeconds ?? 5),
  };
}

/** As the platform takes them; an empty secret keeps the one in force. */
export function settingsOf(draft: Drafted): InterfaceSettings & { secret: string } {
  const { url, method, subjectParameter, columnsParameter, rowsPointer, fields, proof, header } = draft;
  return {
    url: url.trim(),
    method,
    subjectParameter: subjectParameter.trim(),
    columnsParameter: columnsParameter.trim() || null,
    rowsPointer: rowsPointer.trim(),
    success: successOf(draft),
    fields: Object.fromEntries(
      Object.entries(fields).flatMap(([column, field]) =>
        field.trim() === "" ? [] : [[column, field.trim()]],
      ),
    ),
    proof: proof === "header" ? { kind: "header", name: header.trim() } : { kind: "signature" },
    timeoutSeconds: Number(draft.timeoutSeconds),
    secret: proof === "header" ? draft.secret : "",
  };
}

/** Null where neither is filled in; the platform says which of the two is missing. */
function successOf({ successPointer, successValues }: Drafted): InterfaceSettings["success"] {
  const pointer = successPointer.trim();
  const values = successValues
    .split(/[,，、]/)
    .map((value) => value.trim())
    .filter((value) => value !== "");
  return pointer === "" && values.length === 0 ? null : { pointer, values };
}
