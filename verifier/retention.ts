import type { Finding, Leaf } from "./check.ts";
import { sm3 } from "./sm3.ts";

interface Gone {
  readonly id: string;
  readonly index: number;
  readonly at: string;
  readonly rows: number;
}

/** Art. 20: the record is kept for three years at least. */
const years = 3;

/**
 * Rows that went by law. A leaf may be without its rows where a later leaf says so: that one is three years younger at
 * least, and its body states how many rows of how many leaves went, and the SM3 of their ids in order.
 */
export class Retention {
  readonly #gone = new Map<string, Gone[]>();
  readonly #drops = new Map<string, Leaf>();

  /** A leaf of the ledger that is itself as it was written. */
  read(leaf: Leaf): void {
    if (leaf.leaf?.kind === "retention" && leaf.ref !== null) this.#drops.set(leaf.ref, leaf);
  }

  /** Takes the word of the export that these rows were dropped; `findings` holds it to that. */
  excuses(leaf: Leaf): boolean {
    const { rowsDropped: by, ref, index, body } = leaf;
    if (!by || ref === null) return false;
    const gone = {
      id: ref.slice(ref.indexOf(":") + 1),
      index,
      at: String(leaf.leaf?.at),
      rows: Number(body?.rows),
    };
    this.#gone.set(by, [...(this.#gone.get(by) ?? []), gone]);
    return true;
  }

  findings(): Finding[] {
    return [...this.#gone].flatMap(([ref, gone]) => {
      const fault = faultOf(this.#drops.get(ref), gone);
      return fault === null ? [] : [{ kind: "rows-differ" as const, ref, detail: fault }];
    });
  }
}

function faultOf(drop: Leaf | undefined, gone: readonly Gone[]): string | null {
  const body = drop?.body;
  if (drop === undefined || !body) return `${gone.length} 条的明细不在，说是到期清除，却没有清除的存证`;
  const young = gone.find(({ at, index }) => index > drop.index || afterYears(at) > instant(drop.leaf?.at));
  if (young !== undefined) return `第 ${young.index} 条的明细不满 ${years} 年就不在了`;
  const ids = gone.map(({ id }) => `${id}\n`).sort();
  const rows = gone.reduce((sum, one) => sum + one.rows, 0);
  const fits = sm3(Buffer.from(ids.join(""))).toString("hex") === body.sm3;
  if (fits && gone.length === body.digests && rows === body.rows) return null;
  return `不在的明细是 ${gone.length} 条存证的 ${rows} 行，清除的存证写的是 ${body.digests} 条的 ${body.rows} 行，或者不是同一批`;
}

const instant = (at: unknown): number => new Date(String(at)).getTime();

function afterYears(at: string): number {
  const date = new Date(at);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.getTime();
}
