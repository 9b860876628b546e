/** What a message says. No personal values: number, title, link, due day. */
export interface Message {
  /** The same at every attempt, so that a receiver can tell a repeated message. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A way out of the desk to a person: e-mail, or what a city adds (SMS, 政务微信). */
export interface NoticeChannel {
  /** In data and in addresses of the interface; never changed afterwards. */
  readonly name: string;
  /** 电子邮件 */
  readonly title: string;
  /** What is wrong with an address, in Chinese; null where it can be written to. */
  fault(address: string): string | null;
  /** Resolves once the next server has taken the message. @throws Undeliverable where it never will; else it is tried again */
  send(message: Message): Promise<void>;
  close(): void;
}

/** The receiver refuses this message for good. */
export class Undeliverable extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super("the message was refused", options);
    this.name = "Undeliverable";
    this.code = code;
  }
}
