/** Playwright's global setup. */
export { extractChromium as default } from "./chromium.ts";
