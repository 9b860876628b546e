import type { z } from "zod";
import type { EntryItem } from "../contract/entry.ts";
import { sentence } from "../platform/http/sentences.ts";
import type { Issue } from "./checks.ts";

/** What stands in the place of a row that cannot be read: its name and column are like those of no other row, so that it doubles none. */
export const neutralItem = (row: number): Readonly<Record<keyof EntryItem, unknown>> => ({
  name: `第 ${row} 行`,
  column: `row_${row}`,
  type: "text",
  length: null,
  required: false,
  standard: null,
  pattern: null,
  role: "none",
  category: "",
  grade: 1,
  importance: undefined,
  masking: "none",
  storage: "plain",
});

/** Reads a value; each field that the schema refuses is told and left neutral. Pointers of those fields. */
export function readAs<Value>(
  schema: z.ZodType<Value>,
  given: Readonly<Record<string, unknown>>,
  neutral: Readonly<Record<string, unknown>>,
  tell: (path: readonly PropertyKey[], detail: string) => void,
): { value: Value; refused: readonly string[] } {
  const parsed = schema.safeParse(given, { error: sentence });
  if (parsed.success) return { value: parsed.data, refused: [] };
  for (const { path, message } of parsed.error.issues) tell(path, message);
  const refused = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  const instead = Object.fromEntries([...refused].map((name) => [name, neutral[name]]));
  return { value: schema.parse({ ...given, ...instead }), refused: [...refused].map((name) => `/${name}`) };
}

/** What is asked for depends on these choices: while they cannot be read, nobody knows whether it is missing. */
const dependent: readonly (readonly [choice: string, asked: string])[] = [
  ["/sharingClass", "/sharingModes"],
  ["/type", "/length"],
];

/** Whether something is known of what the pointer names, given what could not be read. */
export function isKnown(pointer: string, unread: ReadonlySet<string>): boolean {
  const hidden = [...unread].flatMap((one) => [
    one,
    ...dependent.flatMap(([choice, asked]) =>
      one.endsWith(choice) ? [`${one.slice(0, -choice.length)}${asked}`] : [],
    ),
  ]);
  return !hidden.some((one) => pointer === one || pointer.startsWith(`${one}/`));
}

/** The issues that do not merely repeat what was told of cells that cannot be read. */
export const known = (issues: readonly Issue[], unread: ReadonlySet<string>): readonly Issue[] =>
  unread.size === 0 ? issues : issues.filter(({ pointer }) => isKnown(pointer, unread));
