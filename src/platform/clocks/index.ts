import { sql } from "kysely";
import type { Db, Tx } from "../db/tables.ts";
import { Problem } from "../http/problem.ts";

const shanghaiOffset = 8 * 3_600_000;

/** The wall clock: signatures, nonces, sessions, retention. The only place that reads the machine's clock. */
export function wallNow(): Date {
  return new Date();
}

/** The law's clock: deadlines, grants, idleness. In demonstration homes it can be moved forward. */
export async function lawNow(db: Db | Tx): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select platform.law_now() as at`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("platform.law_now() returned no row");
  return row.at;
}

function sqlState(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** A demonstration lasts no longer: days are counted far ahead of the clock, and years have four digits. */
const lastYear = 2099;

/** Moves the law's clock forward to an instant; demonstration homes only. */
export async function moveLawClock(tx: Tx, at: Date): Promise<void> {
  if (Number(shanghaiDate(at).slice(0, 4)) > lastYear)
    throw new Problem("clock_too_far", `法定时钟最晚拨到 ${lastYear} 年底，请填更早的时间。`);
  try {
    await sql`select platform.move_law_clock(${at})`.execute(tx);
  } catch (cause) {
    const state = sqlState(cause);
    if (state === "GS001") {
      throw new Problem("not_demonstration", "只有演示环境的法定时钟可以拨动，正式环境按真实时间办理。", {
        cause,
      });
    }
    if (state === "GS002") {
      throw new Problem(
        "clock_backward",
        `法定时钟只能向前拨：${toInstant(at)} 早于现在的法定时间。请填一个更晚的时间。`,
        { cause },
      );
    }
    throw cause;
  }
}

/** RFC 3339 with the offset of Shanghai, to the millisecond. */
export function toInstant(at: Date): string {
  return new Date(at.getTime() + shanghaiOffset).toISOString().replace("Z", "+08:00");
}

/** As people write it: 2026年10月21日 0:00, in Shanghai. */
export function momentWords(at: Date): string {
  const [date = "", time = ""] = toInstant(at).split("T");
  const [year, month, day] = date.split("-");
  return `${year}年${Number(month)}月${Number(day)}日 ${Number(time.slice(0, 2))}${time.slice(2, 5)}`;
}

/** Civil date in Shanghai, "YYYY-MM-DD". */
export function shanghaiDate(at: Date): string {
  return toInstant(at).slice(0, 10);
}
