import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { demoCreditCode } from "../../src/app/demo/credit-code.ts";
import { shuangyashan } from "./city.ts";
import { freePort } from "./server.ts";

/** A request as the department's system got it. */
export interface Asked {
  readonly method: string;
  /** Path with query. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Answering {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

type Answer = (asked: Asked, reply: ServerResponse) => Answering | undefined | Promise<Answering | undefined>;

/** The system of a department on a socket of its own, that answers as the test says and keeps what it was asked. */
export class DepartmentSystem {
  readonly origin: string;
  readonly asked: Asked[] = [];
  answer: Answer = () => json({ rows: [] });
  readonly #server;

  private constructor(port: number) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#server = createServer((request, reply) => void this.#take(request, reply));
    this.#server.listen(port, "127.0.0.1");
  }

  static async start(port?: number): Promise<DepartmentSystem> {
    return new DepartmentSystem(port ?? (await freePort()));
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    if (last === undefined) throw new Error("nobody asked");
    return last;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    const asked = { method, target: url, headers, body: await buffer(request) };
    this.asked.push(asked);
    const answer = await this.answer(asked, reply);
    if (answer === undefined) return;
    reply.writeHead(answer.status ?? 200, answer.headers);
    reply.end(answer.body ?? "");
  }
}

export const json = (value: unknown, more: Answering = {}): Answering => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
  ...more,
});

/** For GONGSHU_UPSTREAM_HOSTS: an address that is opened to a party of the demonstration city, by the party's key. */
export function openedTo(key: string, address: string): string {
  const { parties } = shuangyashan.demonstration;
  const index = parties.findIndex((party) => party.key === key);
  const kind = parties[index]?.kind;
  if (kind === undefined) throw new RangeError(`the demonstration city has no ${key}`);
  return `${demoCreditCode(shuangyashan.code, kind, index + 1)}=${address}`;
}
