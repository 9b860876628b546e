import { z } from "zod";
import { instant, int64 } from "./common.ts";

export const leafKind = z.enum([
  "decision",
  "grant",
  "class-change",
  "batch",
  "export",
  "usage-digest",
  "retention",
  "document",
  "record",
]);
export type LeafKind = z.infer<typeof leafKind>;

/** A receipt names a leaf without telling what it holds: `L1.<leaf hash>.<salt>`, both base64url. */
export const inclusionProof = z.object({
  receipt: z.string(),
  index: int64,
  leafHash: z.string(),
  treeSize: int64,
  hashes: z.array(z.string()),
  checkpoint: z.string(),
});
export const consistencyProof = z.object({ from: int64, to: int64, hashes: z.array(z.string()) });

/** Desk only: the leaves of a party's own acts. */
export const ledgerLeaf = z.object({
  index: int64.nullable(),
  kind: leafKind,
  title: z.string(),
  at: instant,
  receipt: z.string(),
});
