export { emit, type NewEvent } from "./emit.ts";
export { type Event, Events, type Handler } from "./events.ts";
