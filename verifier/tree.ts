import { sm3 } from "./sm3.ts";

const node = (left: Buffer, right: Buffer): Buffer => sm3(Buffer.of(1), left, right);

/** Adds leaves one by one and tells the root (RFC 6962, 2.1) at any size on the way. */
export class Tree {
  size = 0;
  readonly #peaks: { height: number; hash: Buffer }[] = [];

  add(leafHash: Buffer): void {
    let peak = { height: 0, hash: leafHash };
    for (let last = this.#peaks.at(-1); last?.height === peak.height; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      peak = { height: peak.height + 1, hash: node(last.hash, peak.hash) };
    }
    this.#peaks.push(peak);
    this.size++;
  }

  root(): Buffer {
    const [last, ...before] = this.#peaks.map(({ hash }) => hash).toReversed();
    return last === undefined ? sm3() : before.reduce((right, left) => node(left, right), last);
  }
}

/** RFC 9162, 2.1.3.2: whether the audit path leads from the leaf to the root. */
export function included(
  leafHash: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
  root: Buffer,
): boolean {
  if (index < 0 || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leafHash];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = node(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = node(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
}
