import { join } from "node:path";
import { completeLock } from "./checks/lock.ts";

await completeLock(join(import.meta.dirname, ".."));
