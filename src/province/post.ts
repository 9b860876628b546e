import { z } from "zod";
import { provinceAnswer, type provinceBatch } from "../contract/province.ts";

/** What came of a delivery: `refused` is the province's word on the content, `failed` may pass by itself. */
export type Outcome =
  | { readonly kind: "acknowledged"; readonly seq: string }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

const patience = 15_000;
const longestAnswer = 64 * 1024;
const longestReason = 500;

/** These say "later", not "no". */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** Posts a batch. A redirect is not followed: messages go to the address that was configured and nowhere else. */
export async function post(endpoint: string, batch: z.input<typeof provinceBatch>): Promise<Outcome> {
  try {
    const answer = await fetch(endpoint, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(batch),
    });
    return read(answer.status, await textOf(answer));
  } catch (error) {
    return { kind: "failed", reason: reasonOf(error) };
  }
}

function read(status: number, text: string): Outcome {
  if (status >= 400 && status < 500 && !passing.has(status))
    return { kind: "refused", reason: `答复 ${status}：${wordsOf(text)}` };
  if (status < 200 || status >= 300) return { kind: "failed", reason: `答复 ${status}` };
  const answer = provinceAnswer.safeParse(jsonOf(text));
  if (!answer.success) return { kind: "failed", reason: "答复里没有已收到的序号（acknowledged）" };
  return { kind: "acknowledged", seq: answer.data.acknowledged };
}

const problem = z.object({ detail: z.string().optional(), title: z.string().optional() });

/** What the province says, as plain text of a length that a page can show. */
function wordsOf(text: string): string {
  const told = problem.safeParse(jsonOf(text));
  const words = told.success ? (told.data.detail ?? told.data.title ?? text) : text;
  const plain = words
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
  if (plain === "") return "没有说明原因";
  return plain.length > longestReason ? `${plain.slice(0, longestReason).toWellFormed()}……` : plain;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of the answer; what is longer is not read. */
async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length >= longestAnswer) break;
  }
  return Buffer.concat(parts).toString();
}

const named = z.object({ cause: z.object({ code: z.string().regex(/^[A-Z0-9_]{1,40}$/) }) });

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `${patience / 1000} 秒内没有答复`;
  const parsed = named.safeParse(error);
  return parsed.success ? `连接不上（${parsed.data.cause.code}）` : "连接不上";
}
