import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dependencyFindings } from "./checks/architecture.ts";
import { run } from "./checks/command.ts";
import { lockFindings } from "./checks/lock.ts";
import { bannedIn, readSources, tooLong } from "./checks/sources.ts";

const root = join(import.meta.dirname, "..");

/** What a check has to say: findings fail it, warnings are only shown. */
interface Outcome {
  findings: string[];
  warnings?: string[];
}

async function tool(command: string, ...values: string[]): Promise<Outcome> {
  const { code, output } = await run(root, command, ...values);
  return { findings: code === 0 ? [] : [output.trim() || `${command} ended with ${code}`] };
}

async function types(): Promise<Outcome> {
  const program = await tool("tsc", "--noEmit");
  const web = existsSync(join(root, "web/portal"))
    ? await tool("tsc", "--noEmit", "-p", "web")
    : { findings: [] };
  return { findings: [...program.findings, ...web.findings] };
}

async function dependencies(): Promise<Outcome> {
  const folders = ["src", "web", "agent", "test", "bench"].filter((folder) => existsSync(join(root, folder)));
  return { findings: await dependencyFindings(root, folders) };
}

async function houseRules(): Promise<Outcome> {
  const sources = await readSources(root);
  return { findings: sources.flatMap(bannedIn), warnings: sources.flatMap(tooLong) };
}

/** Generated files, and what is written by the test that compares it with the running platform. */
const generatedFolders = ["docs/generated", "src/app/generated"];
const writtenByTests = "openapi.json";

/** What is generated must be what the declarations and the tests say now. */
async function generated(): Promise<Outcome> {
  const fresh = await mkdtemp(join(tmpdir(), "generated-"));
  try {
    const written = await tool("node", "src/app/generate.ts", fresh);
    if (written.findings.length > 0) return written;
    const findings: string[] = [];
    for (const folder of generatedFolders) {
      const compared = ["-r", "-u", "-x", writtenByTests, folder, join(fresh, folder)];
      const { code, output } = await run(root, "diff", ...compared);
      if (code !== 0) findings.push(output, `${folder} is out of date: run \`npm run generate\``);
    }
    return { findings };
  } finally {
    await rm(fresh, { recursive: true });
  }
}

const checks: [name: string, check: () => Promise<Outcome>][] = [
  ["types", types],
  ["format and lint", () => tool("biome", "check", "--error-on-warnings", ".")],
  ["dependency rule", dependencies],
  ["house rules", houseRules],
  ["unused code", () => tool("knip", "--no-progress")],
  ["generated documents", generated],
  ["lock file", async () => ({ findings: await lockFindings(root) })],
];

let failed = 0;
for (const [name, check] of checks) {
  const started = performance.now();
  const { findings, warnings = [] } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  for (const line of warnings) console.log(`     warning: ${line}`);
  for (const line of findings) console.log(line.replace(/^/gm, "     "));
  if (findings.length > 0) failed += 1;
}
console.log(failed === 0 ? "all checks passed" : `${failed} of ${checks.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
