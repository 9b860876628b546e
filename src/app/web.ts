import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../platform/operator-error.ts";
import { projectRoot } from "./config.ts";

const entries = ["portal", "desk"];
/** What the pages are made of. */
const sources = ["web", "src/contract", "package-lock.json"];

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale(): boolean {
  const pages = entries.map((entry) => join(projectRoot, "dist", entry, "index.html"));
  if (!pages.every((page) => existsSync(page))) return true;
  const built = Math.min(...pages.map((page) => statSync(page).mtimeMs));
  return sources.some((source) => newest(join(projectRoot, source)) > built);
}

/** Builds the pages where their sources are newer than what was built. */
export async function buildWebWhenStale(): Promise<void> {
  if (!entries.every((entry) => existsSync(join(projectRoot, "web", entry, "index.html"))) || !isStale())
    return;
  console.log("正在生成网页…");
  const vite = join(projectRoot, "node_modules/vite/bin/vite.js");
  // What the builder remarks on the way is no business of whoever starts the platform; why it failed is.
  for (const entry of entries)
    await promisify(execFile)(process.execPath, [vite, "build", join(projectRoot, "web", entry)]).catch(
      (error: unknown) => {
        const said = error instanceof Error && "stderr" in error ? `：\n${error.stderr}` : "。";
        throw new OperatorError(`网页（${entry}）没有生成成功${said}`);
      },
    );
}
