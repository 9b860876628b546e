import { openDatabase } from "../../src/platform/db/index.ts";
import { mattersOn, person, police } from "./matters.ts";

/** A process of the fault test: takes the step `approve` of a matter, and says when it is done. */
const [url = "", id = ""] = process.argv.slice(2);
const { kysely, pool } = openDatabase(url);
await mattersOn(kysely).act(person(police, "孙立群"), id, "approve", { version: 2, form: { months: 6 } });
process.stdout.write("done\n");
await pool.end();
