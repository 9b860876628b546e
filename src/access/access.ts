import type { UsageOperation } from "../contract/grant.ts";

/** One access to be put on record. */
export interface Access {
  readonly grant: { readonly id: string; readonly version: number } | null;
  /** Who asks: a client system by its key, or a person in a post. */
  readonly by:
    | { readonly keyid: string; readonly clientId: string }
    | { readonly person: string; readonly post: string };
  /** Name of the system or the person. */
  readonly client: string;
  readonly holderId: string;
  readonly operation: UsageOperation;
  readonly resource: string;
  readonly columns: readonly string[];
  readonly purpose: string;
  readonly refusal: string | null;
  readonly article: string | null;
  readonly subject: Buffer | null;
  readonly file: string | null;
  /** Whose interface was tried. */
  readonly entry: string | null;
  /** Of a file that were handed on, at the end of its delivery. */
  readonly bytes: number | null;
  /** The signature's nonce to claim; null where it was claimed before or there is none. */
  readonly nonce: { readonly created: number; readonly value: string } | null;
}

export const keyOf = ({ by }: Access) => ("keyid" in by ? by : null);
export const personOf = ({ by }: Access) => ("person" in by ? by : null);
