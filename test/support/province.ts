import { createHash, createPublicKey, verify } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";
import canonicalize from "canonicalize";
import { type ProvinceMessage, provinceBatch } from "../../src/contract/province.ts";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The provincial platform: takes messages in order, tells doubles, can refuse an entry, go down and come up again. */
export class ProvinceServer {
  /** What it has taken, each once. */
  readonly log: ProvinceMessage[] = [];
  /** Everything posted, as it came. */
  readonly posted: ProvinceMessage[][] = [];
  /** Messages that came although they were there: same number, same digest. */
  doubles = 0;
  /** The most requests that were under way at once. */
  atOnce = 0;
  /** An entry that is not taken, by its code. */
  refused: string | undefined;
  /** What it says when it refuses. */
  words = "行业分类与省级目录不一致";
  /** Answers so instead of its own answer, after having taken what came. */
  instead: Answer | undefined;
  /** Milliseconds it thinks before it answers. */
  slow = 0;
  readonly #port: number;
  #server: Server | null = null;
  #underWay = 0;

  constructor(port: number) {
    this.#port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/catalogue/messages`;
  }

  async up(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.#underWay += 1;
      this.atOnce = Math.max(this.atOnce, this.#underWay);
      json(request)
        .then((body) => this.#take(body))
        .then(async (answer) => {
          if (this.slow > 0) await new Promise((resolve) => setTimeout(resolve, this.slow));
          this.#underWay -= 1;
          const { status, body, headers } = this.instead ?? answer;
          response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers });
          response.end(JSON.stringify(body ?? {}));
        });
    });
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server !== null) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** All or nothing: a batch with a message at fault is refused as a whole. */
  #take(body: unknown): Answer {
    const { messages } = provinceBatch.parse(body);
    this.posted.push(messages);
    if (messages.some(({ code }) => code === this.refused))
      return { status: 422, body: { title: "目录不符合要求", detail: this.words } };
    for (const message of messages) {
      const place = Number(message.seq) - 1;
      const known = this.log[place];
      if (known === undefined && place === this.log.length) this.log.push(message);
      else if (known?.digest === message.digest) this.doubles += 1;
      else return { status: 409, body: { detail: `应为第 ${this.log.length + 1} 号` } };
    }
    return { status: 200, body: { acknowledged: String(this.log.length) } };
  }
}

/** What is wrong with a log as the province reads it, by the platform's public key: nothing, if all is as it was signed. */
export function faultsOf(log: readonly ProvinceMessage[], publicKey: string): string[] {
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  let previous = "";
  return log.flatMap(({ before, digest, signature, ...told }, index) => {
    const bytes = Buffer.concat([Buffer.from(before, "hex"), Buffer.from(canonicalize(told) ?? "")]);
    const faults: string[] = [];
    if (told.seq !== String(index + 1)) faults.push(`${told.seq} stands at ${index + 1}`);
    if (before !== previous) faults.push(`${told.seq} does not follow the message before`);
    if (createHash("sm3").update(bytes).digest("hex") !== digest)
      faults.push(`${told.seq} is not as digested`);
    if (!verify(null, Buffer.from(digest, "hex"), key, Buffer.from(signature, "base64")))
      faults.push(`${told.seq} is not as signed`);
    previous = digest;
    return faults;
  });
}
