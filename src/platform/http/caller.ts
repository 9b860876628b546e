import type { PartyKind, PartyLevel, Role } from "../../contract/roles.ts";

/** Who is asking: a person acting in one post of one party. Resolved per request from the session, never trusted from input. */
export interface Caller {
  readonly personId: string;
  readonly personName: string;
  readonly postId: string;
  readonly unit: string | null;
  readonly roles: readonly Role[];
  readonly party: {
    readonly id: string;
    readonly name: string;
    readonly kind: PartyKind;
    readonly level: PartyLevel;
    /** GB/T 2260 code, or the local extension of the development zone. */
    readonly region: string;
  };
  /** The absent colleague whose post this is and for whom the person acts (A/B 岗). */
  readonly actingFor?: { readonly id: string; readonly name: string };
}
