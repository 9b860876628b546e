import type { JsonObject } from "../contract/json.ts";
import type { LeafKind } from "../contract/ledger.ts";
import type { Attachment } from "../contract/matter.ts";
import type { PartyKind, PartyLevel, Role } from "../contract/roles.ts";
import type { Actor } from "../law/language.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly kind: PartyKind;
  readonly level: PartyLevel;
  readonly region: string;
}

/** A post that somebody holds now. */
export interface Post {
  readonly personId: string;
  readonly personName: string;
  readonly postId: string;
  readonly unit: string | null;
  readonly roles: readonly Role[];
}

/** What the engine must know of parties; filled by the composition. */
export interface PartiesPort {
  /**
   * The party that is the actor of a matter between these two (party ids). `same-level-authority` is the bureau of
   * the provider's region (of the starter's where there is no provider), replaced by the next level where that
   * bureau is itself the provider. `null`: there is none.
   */
  resolve(
    db: Db | Tx,
    actor: Actor,
    about: { readonly starter: string; readonly provider: string | null },
  ): Promise<string | null>;
  party(db: Db | Tx, id: string): Promise<Party>;
  /** Keeps parties from being merged, split or ended until the transaction ends. @throws Problem where one has ended */
  hold(tx: Tx, ids: readonly string[]): Promise<void>;
  /** Who holds a post in the party now, and is not suspended; nobody where the party has ended. */
  staff(db: Db | Tx, partyId: string): Promise<readonly Post[]>;
  /** The units that merged into the party, over any number of mergers. */
  mergedInto(db: Db | Tx, partyId: string): Promise<readonly string[]>;
}

/** Appends a leaf whose body stays at `ref` (`schema.table:<id>`); returns the receipt. */
export interface LedgerPort {
  append(
    tx: Tx,
    leaf: { readonly kind: LeafKind; readonly at: Date; readonly ref: string; readonly body: JsonObject },
  ): Promise<string>;
}

interface DomainEvent {
  readonly type: string;
  readonly version: number;
  readonly aggregate: string;
  readonly body: JsonObject;
}

/** Transactional outbox. */
export interface EventsPort {
  emit(tx: Tx, event: DomainEvent): Promise<void>;
  emitAll(tx: Tx, events: readonly DomainEvent[]): Promise<void>;
}

/** Uploaded files. Takes those of the caller; throws a Problem where one is missing or another's. */
export interface FilesPort {
  take(tx: Tx, caller: Caller, ids: readonly string[]): Promise<readonly Attachment[]>;
}
