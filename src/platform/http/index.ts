export { type Access, callerOf, type Session } from "./access.ts";
export type { Caller } from "./caller.ts";
export { createHttp, type Http, type HttpOptions } from "./create.ts";
export { type Cursors, createCursors, pageOf } from "./cursors.ts";
export type { Identify } from "./gate.ts";
export { nowhere } from "./nowhere.ts";
export { forgetResults } from "./once.ts";
export { Problem } from "./problem.ts";
export type { RegisteredRoute } from "./routes.ts";
