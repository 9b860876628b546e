import { once } from "node:events";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A mail server that keeps what it is given, refuses the mailbox `gone@…`, and can be taken down and up again. */
export class MailServer {
  readonly received: { to: string; content: string }[] = [];
  readonly #port: number;
  #server: SMTPServer | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      onRcptTo: ({ address }, _session, callback) =>
        callback(
          address.startsWith("gone@")
            ? Object.assign(new Error("no such mailbox"), { responseCode: 550 })
            : null,
        ),
      onData: (stream, session, callback) => {
        text(stream).then((content) => {
          for (const { address } of session.envelope.rcptTo) this.received.push({ to: address, content });
          callback();
        }, callback);
      },
    });
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server.server, "listening");
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server !== null) await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

/** Subject and text of a message, decoded. */
export function read(content: string): string {
  const [head = "", ...rest] = content.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n").trim();
  const plain = /base64/i.test(head) ? Buffer.from(body, "base64").toString() : unquoted(body);
  return `${words(head)}\n${plain}`;
}

const words = (head: string): string =>
  head
    .replaceAll(/\r\n[ \t]+/g, "")
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, encoded: string) =>
      Buffer.from(encoded, "base64").toString(),
    )
    .replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, encoded: string) => unquoted(encoded.replaceAll("_", " ")));

const unquoted = (encoded: string): string =>
  Buffer.from(
    encoded
      .replaceAll("=\r\n", "")
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();
