export { Jobs, type Queue } from "./jobs.ts";
