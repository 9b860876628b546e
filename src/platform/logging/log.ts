import { type DestinationStream, pino } from "pino";
import { z } from "zod";
import { admit, ofError, phrases } from "./fields.ts";

const line = z.looseObject({
  msg: z.string().catch(""),
  err: z.record(z.string(), z.unknown()).catch({}),
});

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
  const { msg, err, ...fields } = line.parse(JSON.parse(text));
  return `${JSON.stringify({ ...admit(fields), ...admit(err), msg: phrases.has(msg) ? msg : "unnamed" })}\n`;
}
