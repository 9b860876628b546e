import fc from "fast-check";
import { expect, it } from "vitest";
import { sm3 } from "../crypto/index.ts";
import {
  completeSubtrees,
  consistencyPath,
  Frontier,
  inclusionPath,
  interior,
  type Node,
  type Range,
  rootOf,
} from "./merkle.ts";

const leaf = (i: number) => sm3(`leaf ${i}`);

/** MTH of RFC 6962, 2.1, word for word. */
function root([start, end]: Range): Buffer {
  if (end === start) return sm3("");
  if (end - start === 1) return leaf(start);
  let k = 1;
  while (k * 2 < end - start) k *= 2;
  return interior(root([start, start + k]), root([start + k, end]));
}

function grown(size: number): { frontier: Frontier; nodes: Map<string, Buffer> } {
  const frontier = new Frontier(0, []);
  const nodes = new Map<string, Buffer>();
  const keep = ({ level, index, hash }: Node) => nodes.set(`${level}/${index}`, hash);
  for (let i = 0; i < size; i++) {
    keep({ level: 0, index: i, hash: leaf(i) });
    frontier.add(leaf(i)).forEach(keep);
  }
  return { frontier, nodes };
}

const size = fc.integer({ min: 1, max: 200 });

it("grows to the root that RFC 6962 defines, for every size up to 130", () => {
  for (let n = 0; n <= 130; n++) expect(grown(n).frontier.root()).toEqual(root([0, n]));
});

it("keeps the nodes from which every proof's ranges are made", () => {
  fc.assert(
    fc.property(size, fc.nat(), (n, at) => {
      const { nodes } = grown(n);
      for (const range of [...inclusionPath(at % n, n), ...consistencyPath(at % n, n)]) {
        const parts = completeSubtrees(range).map(({ level, index }) => {
          const hash = nodes.get(`${level}/${index}`);
          if (!hash) throw new Error(`no node ${level}/${index}`);
          return hash;
        });
        expect(rootOf(parts)).toEqual(root(range));
      }
    }),
  );
});

it("proves consistency by what RFC 6962's example of 7 leaves shows", () => {
  expect(consistencyPath(3, 7)).toEqual([
    [2, 3],
    [3, 4],
    [0, 2],
    [4, 7],
  ]);
  expect(consistencyPath(4, 7)).toEqual([[4, 7]]);
  expect(consistencyPath(6, 7)).toEqual([
    [4, 6],
    [6, 7],
    [0, 4],
  ]);
  expect(consistencyPath(7, 7)).toEqual([]);
  expect(inclusionPath(0, 7)).toEqual([
    [1, 2],
    [2, 4],
    [4, 7],
  ]);
  expect(inclusionPath(6, 7)).toEqual([
    [4, 6],
    [0, 4],
  ]);
});
