import { createHash } from "node:crypto";

/** A guard taken out of the source, and the test that must fail without it. */
export interface Mutation {
  /** The obligation that the guard carries. */
  readonly id: string;
  /** What the guard does, in words. */
  readonly guard: string;
  readonly file: string;
  /** Source text of the guard; it stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The test file, and how the title of the test begins. */
  readonly test: { readonly file: string; readonly title: string };
}

/** What `npm run mutate` found; `digest` ties it to the mutation as it was run. */
export interface Result {
  readonly id: string;
  readonly guard: string;
  readonly file: string;
  readonly test: string;
  readonly title: string;
  readonly outcome: string;
  readonly digest: string;
}

/** The source without the guard. @throws Error where the guard's text is not there exactly once */
export function applied(source: string, { id, file, find, replace }: Mutation): string {
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`${id}: the guard stands ${times} times in ${file}: ${find}`);
  return source.replace(find, () => replace);
}

export const digestOf = (mutation: Mutation): string =>
  createHash("sha256").update(JSON.stringify(mutation)).digest("hex");
