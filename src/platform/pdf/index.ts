export type { Block, Cell, Paper } from "./paper.ts";
export { render } from "./render.ts";
