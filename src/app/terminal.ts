import { kindNames } from "../platform/home/index.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { readConfig } from "./config.ts";
import { demoPassword } from "./demo-password.ts";
import { openPlatform, type Platform } from "./platform.ts";
import type { Server } from "./serve.ts";

/** Runs a command to its end; what the operator can mend is told as a sentence, all else with its stack. */
export async function run(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof OperatorError ? `\n${error.message}\n` : error);
    process.exitCode = 1;
  }
}

/** Runs a command on the home and database of the environment, which are closed after it. */
export function withPlatform(work: (platform: Platform) => Promise<void>): Promise<void> {
  return run(async () => {
    const platform = await openPlatform(readConfig(process.env));
    try {
      await work(platform);
    } finally {
      await platform.close();
    }
  });
}

/** What someone who started the platform needs to know. */
export async function announce({ url, platform }: Server): Promise<void> {
  const { home, notices } = platform;
  const seconds = (performance.now() / 1000).toFixed(1);
  const lines = [
    `公数已启动：${url}`,
    `环境：${kindNames[home.kind]}（${home.directory}），${home.isNew ? "首次启动" : "再次启动"}，用时 ${seconds} 秒`,
    ...(home.kind === "demonstration" ? [`演示账号的口令：${(await demoPassword(platform)).keptIn}`] : []),
    ...notices,
    "停止：Ctrl-C",
  ];
  console.log(`\n${lines.join("\n")}\n`);
}

/**
 * SIGTERM and Ctrl-C close in order; npm passes signals on, so the same one may come twice. A signal to npm alone
 * ends the shell between npm and us without reaching us: then the parent changes, and that counts as the signal.
 */
export function closeOnSignals(server: Server): void {
  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    run(() => server.close()).finally(() => process.exit());
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) close();
  }, 250).unref();
}
