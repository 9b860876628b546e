import { z } from "zod";
import type { InterfaceSettings } from "../../contract/interface.ts";
import { UpstreamFailure } from "./failure.ts";

const longestAnswer = 1024 * 1024;

/** A request as it goes out, before the platform has proved itself. */
export interface Outgoing {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly body: string | undefined;
}

/** Header fields that prove the platform. */
export type Prove = (request: Outgoing) => Readonly<Record<string, string>>;

/** One question about one subject; the JSON that came back. Nothing of it is kept or told. @throws UpstreamFailure */
export async function ask(
  settings: InterfaceSettings,
  question: { readonly subject: string; readonly fields: readonly string[] },
  prove: Prove,
): Promise<unknown> {
  const request = outgoing(settings, question);
  const proof = prove(request);
  try {
    const answer = await fetch(request.url, {
      method: request.method,
      // Whoever is asked is who was named: a redirect would lead elsewhere, with the secret.
      redirect: "manual",
      signal: AbortSignal.timeout(settings.timeoutSeconds * 1000),
      headers: {
        accept: "application/json",
        "accept-encoding": "identity",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...proof,
      },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const bytes = await read(answer);
    return parse(bytes);
  } catch (error) {
    throw error instanceof UpstreamFailure ? error : unanswered(error, settings.timeoutSeconds);
  }
}

function outgoing(
  { url, method, subjectParameter, columnsParameter }: InterfaceSettings,
  { subject, fields }: { readonly subject: string; readonly fields: readonly string[] },
): Outgoing {
  if (method === "POST") {
    const body = {
      [subjectParameter]: subject,
      ...(columnsParameter === null ? {} : { [columnsParameter]: fields }),
    };
    return { method, url: new URL(url), body: JSON.stringify(body) };
  }
  const target = new URL(url);
  target.searchParams.set(subjectParameter, subject);
  if (columnsParameter !== null) target.searchParams.set(columnsParameter, fields.join(","));
  return { method, url: target, body: undefined };
}

async function read(answer: Response): Promise<Buffer> {
  const refusal = refusalOf(answer);
  if (refusal !== undefined) {
    await answer.body?.cancel();
    throw refusal;
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > longestAnswer) throw new UpstreamFailure("too-large", "答复超过 1 MB");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refusalOf({ status, headers }: Response): UpstreamFailure | undefined {
  if (status >= 300 && status < 400)
    return new UpstreamFailure(
      "redirect",
      `答复 ${status}，要求转到别的地址，平台不跟随：请直接登记最终地址`,
    );
  if (status !== 200) return new UpstreamFailure("status", `答复 ${status}，应为 200`);
  if (!/^application\/(?:[\w.-]+\+)?json(?:;|$)/i.test(headers.get("content-type") ?? ""))
    return new UpstreamFailure("not-json", "答复不是 JSON（Content-Type 应为 application/json）");
  return undefined;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new UpstreamFailure("not-json", "答复不是合法的 JSON（UTF-8）");
  }
}

const coded = z.object({ cause: z.object({ code: z.string().regex(/^[A-Z0-9_]{1,60}$/) }) });

function unanswered(error: unknown, seconds: number): UpstreamFailure {
  if (error instanceof Error && error.name === "TimeoutError")
    return new UpstreamFailure("timeout", `${seconds} 秒内没有答完`);
  const parsed = coded.safeParse(error);
  return new UpstreamFailure(
    "unreachable",
    parsed.success ? `连接不上（${parsed.data.cause.code}）` : "连接不上，或者中途断开",
  );
}
