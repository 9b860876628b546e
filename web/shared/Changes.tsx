import type { Change } from "../../src/contract/office.ts";

/** What differs, field by field: before struck, after beside it. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className="changes small">
      {changes.map((change) => (
        <li key={change.title}>
          {change.title}：<del>{change.before}</del> <ins>{change.after}</ins>
        </li>
      ))}
    </ul>
  );
}
