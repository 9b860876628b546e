import type { Db, Tx } from "./db/tables.ts";
import type { Caller } from "./http/caller.ts";

/** Everything of one kind that a party holds passes on when the party merges or splits; each chapter brings its own. */
export interface Holdings<Kind extends string = string> {
  readonly kind: Kind;
  /** What the party holds now, in a stable order. */
  held(db: Db | Tx, party: string): Promise<{ id: string; title: string }[]>;
  move(tx: Tx, move: Move): Promise<void>;
}

export interface Move {
  readonly from: string;
  /** Who gets what does not follow an entry; the same as `from` where the party goes on. */
  readonly rest: string;
  /** Who gets an entry, and with it what is about it; entries not named go to `rest`. */
  readonly entries: Readonly<Record<string, string>>;
  readonly effectiveOn: string;
  readonly basis: string;
  readonly by: Caller;
  /** Law clock. */
  readonly at: Date;
}
