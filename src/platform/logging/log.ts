import { type DestinationStream, pino } from "pino";
import { admit, ofError, phrases } from "./fields.ts";

/**
 * The logger of a process: JSON lines on standard output, fields by allow-list, errors as `{ err }`.
 * `log.info({ event: "catalogue.entry.published" }, "event delivered")`
 */
export function createLog(options: { level?: string; destination?: DestinationStream } = {}) {
  const out = options.destination ?? pino.destination({ dest: 1, sync: true });
  return pino(
    {
      level: options.level ?? "info",
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: ofError },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (text: string) => out.write(filtered(text)) },
  );
}
export type Log = ReturnType<typeof createLog>;

/** The one way out: whichever method, child logger or library wrote the line, it passes here as text. */
function filtered(text: string): string {
  const fields: Record<string, unknown> = JSON.parse(text);
  const { msg, err } = fields;
  const error = typeof err === "object" && err !== null ? admit(err) : {};
  return `${JSON.stringify({ ...admit(fields), ...error, msg: phrases.has(msg) ? msg : "unnamed" })}\n`;
}
