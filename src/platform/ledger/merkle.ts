import { sm3 } from "../crypto/index.ts";

/*
 * The Merkle tree of RFC 6962, 2.1, with SM3. A node (level, index) is the root of the complete subtree over leaves
 * [index · 2^level, (index + 1) · 2^level); level 0 are the leaves. Sizes stay below 2^53, so plain numbers do.
 */
const INTERIOR = Buffer.of(1);

export interface Node {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** Leaves [start, end): what one hash of a proof covers. */
export type Range = readonly [start: number, end: number];

export const interior = (left: Buffer, right: Buffer): Buffer => sm3(Buffer.concat([INTERIOR, left, right]));

/** Root of the empty tree. */
export const emptyRoot = (): Buffer => sm3("");

/** The complete subtrees that make up a range, largest first: the range starts where RFC 6962 splits a tree. */
export function completeSubtrees([start, end]: Range): { level: number; index: number }[] {
  const parts: { level: number; index: number }[] = [];
  for (let at = start; at < end; ) {
    const level = Math.floor(Math.log2(end - at));
    parts.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return parts;
}

/** Root over complete subtrees, largest first. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  const [last, ...others] = hashes.toReversed();
  if (last === undefined) return emptyRoot();
  return others.reduce((right, left) => interior(left, right), last);
}

/** The growing edge of the tree: enough to add leaves and to know the root, a hash per bit of the size. */
export class Frontier {
  #size: number;
  /** Complete subtrees, largest first. */
  readonly #nodes: Node[];

  /** @param nodes the complete subtrees of [0, size), largest first */
  constructor(size: number, nodes: readonly Node[]) {
    this.#size = size;
    this.#nodes = [...nodes];
  }

  get size(): number {
    return this.#size;
  }

  root(): Buffer {
    return rootOf(this.#nodes.map(({ hash }) => hash));
  }

  copy(): Frontier {
    return new Frontier(this.#size, this.#nodes);
  }

  /** Adds a leaf; returns the interior nodes that it completes. */
  add(leafHash: Buffer): Node[] {
    let node: Node = { level: 0, index: this.#size, hash: leafHash };
    const completed: Node[] = [];
    for (let left = this.#nodes.at(-1); left?.level === node.level; left = this.#nodes.at(-1)) {
      this.#nodes.pop();
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: interior(left.hash, node.hash) };
      completed.push(node);
    }
    this.#nodes.push(node);
    this.#size++;
    return completed;
  }
}

/** Largest power of two below n. */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** RFC 6962, 2.1.1: what the hashes of the audit path cover, from the leaf up. */
export function inclusionPath(index: number, size: number): Range[] {
  const path = (m: number, [start, end]: Range): Range[] => {
    if (end - start === 1) return [];
    const middle = start + split(end - start);
    return m < middle
      ? [...path(m, [start, middle]), [middle, end]]
      : [...path(m, [middle, end]), [start, middle]];
  };
  return path(index, [0, size]);
}

/** RFC 6962, 2.1.2: what the hashes of the consistency proof cover. */
export function consistencyPath(from: number, to: number): Range[] {
  const path = (m: number, [start, end]: Range, whole: boolean): Range[] => {
    if (m === end) return whole ? [] : [[start, end]];
    const middle = start + split(end - start);
    return m <= middle
      ? [...path(m, [start, middle], whole), [middle, end]]
      : [...path(m, [middle, end], false), [start, middle]];
  };
  return from === 0 ? [] : path(from, [0, to], true);
}
