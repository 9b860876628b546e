/** Where a call to an interface came to grief. */
export type FailureKind =
  /** Nothing is set, or its host is no longer open. */
  | "unset"
  | "unreachable"
  | "timeout"
  | "status"
  /** It says of itself that it failed. */
  | "told"
  | "redirect"
  | "too-large"
  | "not-json"
  /** The rows are not where they should be. */
  | "shape"
  | "too-many"
  | "other-subject"
  | "values"
  /** The platform's own, whatever it is. */
  | "unforeseen";

/** No answer that can be given. `reason` is for the provider: it never holds anything that the interface sent. */
export class UpstreamFailure extends Error {
  readonly kind: FailureKind;
  readonly reason: string;

  constructor(kind: FailureKind, reason: string) {
    super(`${kind}: ${reason}`);
    this.name = "UpstreamFailure";
    this.kind = kind;
    this.reason = reason;
  }
}

/** Not asked: too many wait for this interface already, or it has just failed again and again. */
export class UpstreamBusy extends Error {
  override readonly name = "UpstreamBusy";
}

/** What the interface answered, however wrong, says that it is up. */
const answered: ReadonlySet<FailureKind> = new Set([
  "shape",
  "too-many",
  "other-subject",
  "values",
  "unforeseen",
]);

export const isDown = ({ kind }: UpstreamFailure): boolean => !answered.has(kind);
