import { createTransport } from "nodemailer";
import { z } from "zod";
import { type NoticeChannel, Undeliverable } from "./channel.ts";

export interface SmtpOptions {
  /** smtp://user:password@host:port or smtps://… */
  readonly url: string;
  readonly from: string;
  /** Addresses are taken in these domains only; none: in any. */
  readonly domains: readonly string[];
}

/** A server that does not answer must not hold up the others for long, in milliseconds. */
const patience = 10_000;
const failure = z.object({ code: z.string().optional(), responseCode: z.number().optional() });

/** E-mail by one SMTP server. */
export function smtpChannel({ url, from, domains }: SmtpOptions): NoticeChannel {
  const transport = createTransport({
    url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name: "email",
    title: "电子邮件",
    fault(address) {
      if (!z.email().safeParse(address).success) return "电子邮箱格式不对";
      const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
      if (domains.length === 0 || domains.includes(domain)) return null;
      return `只能用 ${domains.join("、")} 的邮箱`;
    },
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({ from, to, subject, text, messageId: `<${id}@gongshu>` });
      } catch (cause) {
        const { code, responseCode = 0 } = failure.catch({}).parse(cause);
        const refused = responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
        if (refused) throw new Undeliverable(`SMTP${responseCode}`, { cause });
        throw cause;
      }
    },
    close: () => transport.close(),
  };
}
