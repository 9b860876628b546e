import { errors } from "../../contract/errors/index.ts";

type Check = (value: unknown) => boolean;

const text =
  (shape: RegExp): Check =>
  (value) =>
    typeof value === "string" && shape.test(value);
const number: Check = (value) => typeof value === "number" && Number.isFinite(value);
const uuid = text(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
/** Names given in the code, always of two parts or more: `session.opened`. */
const name = text(/^[a-z-]{1,30}(?:\.[a-z-]{1,30}){1,3}$/);

/** Every message there is. A sentence with a value put into it is not among them and is not written. */
export const phrases: ReadonlySet<unknown> = new Set([
  "listening",
  "request answered",
  "request failed",
  "upstream failed",
  "event delivered",
  "event failed",
  "job done",
  "job failed",
  "background task failed",
  "interface call failed",
  "ledger sequencer failed",
  "sealing anew failed",
  "sweep of deadlines failed",
  "what was due failed",
  "external sign-in refused",
]);

/**
 * The fields a log line may carry, each with the shape its value must have. Whatever is not listed, or does not
 * look as listed, is dropped: a personal value has no field to stand in, and no shape here admits an identity
 * number, a telephone number or free text.
 */
const allowed: Readonly<Record<string, Check>> = {
  level: text(/^[a-z]{4,5}$/),
  time: text(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
  requestId: uuid,
  /** Pseudonyms of the person and party that acted; they lead to a name only through the database. */
  personId: uuid,
  partyId: uuid,
  method: text(/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/),
  /** The template of the route, never the path that was asked for. */
  route: text(/^(?!.*\d{3})\/[\w/:.*{}()|-]{0,120}$/),
  status: number,
  durationMs: number,
  code: (value) => typeof value === "string" && Object.hasOwn(errors, value),
  audit: name,
  event: name,
  subscriber: name,
  queue: name,
  attempt: number,
  count: number,
  port: number,
  pid: number,
  errorName: text(/^[A-Za-z]{1,40}$/),
  /** SQLSTATE, or the code of a Node or Fastify error. */
  errorCode: text(/^(?:[0-9A-Z]{5}|E[A-Z]{2,20}|(?:FST|ERR)_[A-Z_]{1,60})$/),
  /** Where in our own sources an error arose: `src/…/file.ts:line`. */
  at: (value) =>
    Array.isArray(value) && value.every(text(/^src\/(?!.*\d{3}.*\.ts)[a-z0-9/._-]{1,100}\.ts:\d{1,5}$/)),
};

/** What may stand in a log line of all the fields given. */
export function admit(fields: object): Record<string, unknown> {
  const admitted: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (Object.hasOwn(allowed, key) && allowed[key]?.(value) === true) admitted[key] = value;
  }
  return admitted;
}

/** What may be logged of an error: its kind and its place. Its message may quote anything and stays out. */
export function ofError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorName: "NotAnError" };
  const code = "code" in error ? error.code : undefined;
  return { errorName: error.name, errorCode: code, at: frames(error) };
}

/** A message may contain lines that look like stack frames, so it is cut off before the frames are read. */
function frames(error: Error): string[] {
  const stack = error.stack ?? "";
  const end = stack.indexOf(error.message) + error.message.length;
  if (end < error.message.length) return [];
  return [...stack.slice(end).matchAll(/\/(src\/[a-z0-9/._-]+\.ts:\d+):\d+\)?$/gm)]
    .slice(0, 5)
    .map((match) => match[1] ?? "");
}
