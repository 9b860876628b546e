import { lawNow } from "../../src/platform/clocks/index.ts";
import { openDatabase } from "../../src/platform/db/index.ts";
import { mattersOn } from "./matters.ts";

/** A process of the fault test: sweeps at an instant so many milliseconds ahead of the law's clock. */
const [url = "", ahead = "0"] = process.argv.slice(2);
const { kysely, pool } = openDatabase(url);
const now = await lawNow(kysely);
await mattersOn(kysely).sweep(new Date(now.getTime() + Number(ahead)));
await pool.end();
