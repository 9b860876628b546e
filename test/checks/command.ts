import { spawn } from "node:child_process";

/** How a command ended: `code` is null where a signal ended it. */
export interface Ended {
  code: number | null;
  output: string;
}

/** Our tools, from the installed packages and on their Node. */
export const toolEnvironment = {
  ...process.env,
  PATH: `node_modules/.bin:${process.env.PATH}`,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
};

/** Runs a command in the checkout and keeps what it prints on both outputs. */
export function run(root: string, command: string, ...values: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, values, {
      cwd: root,
      env: toolEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
