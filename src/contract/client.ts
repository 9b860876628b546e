import { z } from "zod";
import { instant, partyRef, uuid } from "./common.ts";

export const signatureAlgorithm = z.enum(["hmac-sha256", "ed25519", "hmac-sm3"]);
export type SignatureAlgorithm = z.infer<typeof signatureAlgorithm>;

/** A key of a client system. A secret is shown once, at issue. At most two are live, for rotation. */
export const clientKey = z.object({
  id: uuid,
  keyid: z.string(),
  algorithm: signatureAlgorithm,
  issuedAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export const client = z.object({
  id: uuid,
  name: z.string(),
  party: partyRef,
  createdAt: instant,
  keys: z.array(clientKey),
});
export type Client = z.infer<typeof client>;

export const createClient = z.object({
  name: z.string().trim().min(1, "请填写系统名称").max(100).meta({ title: "系统名称" }),
});
/** `publicKey` (PEM, SPKI) is required for ed25519 and forbidden otherwise. */
export const issueKey = z.object({
  algorithm: signatureAlgorithm,
  publicKey: z.string().max(2000).optional(),
});
/** `secret` (base64) comes back for HMAC algorithms only, this one time. */
export const issuedKey = z.object({ keyid: z.string(), secret: z.string().nullable() });
