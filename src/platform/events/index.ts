export { emit, emitAll, type NewEvent } from "./emit.ts";
export { type Event, Events, type Handler } from "./events.ts";
export { pruneOutbox } from "./prune.ts";
