import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { z } from "zod";
import { signRequest } from "../../src/platform/signatures/index.ts";

/*
 * Calls a server from a process of its own, so that client and server do not share an event loop. Run as a program,
 * this file takes one order by message, signs all its requests before the first is sent, and answers with a result.
 */

const order = z.object({
  port: z.number(),
  path: z.string(),
  /** One request each; unique. */
  bodies: z.array(z.string()),
  /** Signed for this authority where a key is given. */
  key: z.object({ keyid: z.string(), secret: z.string(), authority: z.string() }).nullable(),
  connections: z.number(),
  /** Open loop: requests a second, sent at their time whether earlier ones were answered or not. */
  perSecond: z.number().nullable(),
});
const result = z.object({
  /** Answers 200 a second. */
  rate: z.number(),
  /** Milliseconds from the moment a request was due to the end of its answer; of all answers. */
  p50: z.number(),
  p99: z.number(),
  /** Answers other than 200. */
  failed: z.number(),
});
export type CallResult = z.infer<typeof result>;

export async function callFromOutside(wanted: z.infer<typeof order>): Promise<CallResult> {
  const child = fork(import.meta.filename, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.send(wanted);
  const [answer] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error("the calling process ended early"))),
  ]);
  child.disconnect();
  return result.parse(answer);
}

interface Call {
  readonly headers: Record<string, string>;
  readonly body: string;
}

function signedCalls({ path, bodies, key }: z.infer<typeof order>): Call[] {
  return bodies.map((body) => {
    const headers = { "content-type": "application/json", "content-length": `${Buffer.byteLength(body)}` };
    if (key === null) return { headers, body };
    const outgoing = { method: "POST", url: `http://${key.authority}${path}`, body };
    const signing = {
      keyid: key.keyid,
      algorithm: "hmac-sha256" as const,
      secret: Buffer.from(key.secret, "base64"),
    };
    return { headers: { ...headers, ...signRequest(outgoing, signing) }, body };
  });
}

async function measure(wanted: z.infer<typeof order>): Promise<CallResult> {
  const { port, path, connections, perSecond } = wanted;
  const calls = signedCalls(wanted);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  const send = ({ headers, body }: Call, due: number) =>
    new Promise<void>((resolve, reject) => {
      const options = { agent, host: "127.0.0.1", port, path, method: "POST", headers };
      const sent = request(options, (response) => {
        response.resume().once("end", () => {
          times.push(performance.now() - due);
          if (response.statusCode !== 200) failed += 1;
          resolve();
        });
      });
      sent.once("error", reject).end(body);
    });
  const started = performance.now();
  if (perSecond === null) await closedLoop(calls, connections, send);
  else await openLoop(calls, perSecond, send);
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  const sorted = times.toSorted((a, b) => a - b);
  const quantile = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
  return { rate: (times.length - failed) / seconds, p50: quantile(0.5), p99: quantile(0.99), failed };
}

type Send = (call: Call, due: number) => Promise<void>;

async function closedLoop(calls: readonly Call[], connections: number, send: Send): Promise<void> {
  const waiting = [...calls];
  const worker = async () => {
    for (let call = waiting.pop(); call; call = waiting.pop()) await send(call, performance.now());
  };
  await Promise.all(Array.from({ length: connections }, worker));
}

async function openLoop(calls: readonly Call[], perSecond: number, send: Send): Promise<void> {
  const answers: Promise<void>[] = [];
  const started = performance.now();
  for (const [place, call] of calls.entries()) {
    const due = started + (place * 1000) / perSecond;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
    answers.push(send(call, due));
  }
  await Promise.all(answers);
}

if (import.meta.main) {
  process.once("message", async (message) => {
    process.send?.(await measure(order.parse(message)));
  });
}
