export type { SigningKey, VerifyingKey } from "./algorithms.ts";
export { contentDigest, type DigestAlgorithm } from "./content-digest.ts";
export { type OutgoingRequest, type SignOptions, signRequest } from "./sign.ts";
export {
  type IncomingRequest,
  type SignatureFailure,
  type SignatureResult,
  type VerifyOptions,
  verifyRequest,
} from "./verify.ts";
