import { createPrivateKey, createPublicKey } from "node:crypto";
import type { EntryItem } from "../../contract/entry.ts";
import type {
  ChangeInterface,
  InterfaceIdentity,
  InterfaceSettings,
  InterfaceTrial,
} from "../../contract/interface.ts";
import { lawNow, toInstant } from "../../platform/clocks/index.ts";
import { type Cryptography, SubjectIndex } from "../../platform/crypto/index.ts";
import type { Database } from "../../platform/db/index.ts";
import type { Tx } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { type SigningKey, signRequest } from "../../platform/signatures/index.ts";
import { normalSubject, subjectKeyOf, type VaultKeyring } from "../../vault/index.ts";
import { accessOf } from "../recording.ts";
import { UsageWriter } from "../usage.ts";
import { fieldOf, type ItemCheck, type ReadItem, type Row, readItem, rowsAt } from "./answer.ts";
import { ask, type Prove } from "./ask.ts";
import { UpstreamBusy, UpstreamFailure } from "./failure.ts";
import { Gate } from "./gate.ts";
import { assertOpen } from "./hosts.ts";
import {
  assertAskable,
  assertSettable,
  type Interface,
  placeOf,
  type Settling,
  secretFor,
  settle,
} from "./settle.ts";
import { noteAnswer, noteFailure, noteTrial, upstreamOf } from "./store.ts";

export interface UpstreamParts extends Settling {
  readonly database: Database;
  readonly cryptography: Cryptography;
  readonly keyring: Pick<VaultKeyring, "subjectKey">;
  /** The rules that values of files are checked by. */
  readonly check: ItemCheck;
  /** PKCS#8 in DER, Ed25519: the platform's own, for the interfaces that check its signature. */
  readonly signingKey: Buffer;
  /** Learns of an error that no interface should be able to bring about. */
  readonly onError: (error: unknown) => void;
}

interface Question {
  /** Credit code of the unit whose interface it is. */
  readonly unit: string | null;
  readonly settings: InterfaceSettings;
  readonly secret: Buffer | null;
}

/** An interface, mounted or not, as one of its entry's provider tries it. */
export interface Tried extends Interface {
  readonly entry: string;
}

const KEYID = "gongshu";

/** Interfaces of departments, asked by the platform alone (Art. 7 ¶2): one subject, the items needed, nothing more. */
export class Upstream {
  readonly #parts: UpstreamParts;
  readonly #key: SigningKey;
  readonly #publicKey: string;
  readonly #usage: UsageWriter;
  readonly #subjects: SubjectIndex;
  readonly #gates = new Map<string, Gate>();
  /** Units that are trying an interface now. */
  readonly #trying = new Set<string>();

  constructor(parts: UpstreamParts) {
    this.#parts = parts;
    const privateKey = createPrivateKey({ key: parts.signingKey, format: "der", type: "pkcs8" });
    this.#key = { keyid: KEYID, algorithm: "ed25519", privateKey };
    this.#usage = new UsageWriter(parts.database, parts.cryptography, parts.append);
    this.#subjects = new SubjectIndex(parts.cryptography, parts.keyring.subjectKey());
    this.#publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  }

  /** How the platform makes itself known to the interfaces of a unit. */
  async identity(provider: string): Promise<InterfaceIdentity> {
    const { database, hosts, creditCode } = this.#parts;
    const unit = await creditCode(database.kysely, provider);
    const open = hosts.some((host) => host.unit === unit);
    return { keyid: KEYID, publicKey: this.#publicKey, provider: unit, open };
  }

  /** Puts settings in force, on record. @throws Problem */
  settle(tx: Tx, of: Interface, given: ChangeInterface, by: Caller): Promise<void> {
    return settle(tx, this.#parts, of, given, by);
  }

  /**
   * Rows about one subject in the columns asked for, checked as if they had come in a file; none for an unknown one.
   * @throws UpstreamFailure, UpstreamBusy; what came of the call is counted.
   */
  async rows(
    { code, provider, items }: Interface,
    subject: string,
    columns: readonly string[],
  ): Promise<(string | null)[][]> {
    const db = this.#parts.database.kysely;
    const asked = normalSubject(subject);
    try {
      const wanted = this.#wanted(items, columns);
      // As in a table: what cannot be a subject's number is nobody's, and is not passed on.
      if (this.#parts.check(wanted.subject)(asked).fault !== null) return [];
      const rows = await this.#gate(code).pass(async () => {
        const set = await upstreamOf(db, code);
        if (set === undefined) throw new UpstreamFailure("unset", "还没有登记接口地址");
        const unit = await this.#parts.creditCode(db, provider);
        const found = await this.#ask(code, { ...set, unit }, asked, wanted.items);
        return found.map((row) => this.#valuesOf(set.settings, row, wanted, asked));
      });
      await noteAnswer(db, code);
      return rows;
    } catch (error) {
      if (error instanceof UpstreamBusy) throw error;
      const failure = this.#failureOf(error);
      await noteFailure(db, code, failure.reason);
      throw failure;
    }
  }

  /** Whatever went wrong after the access was recorded, that no answer came has to be on record too. */
  #failureOf(error: unknown): UpstreamFailure {
    if (error instanceof UpstreamFailure) return error;
    this.#parts.onError(error);
    return new UpstreamFailure("unforeseen", "平台没能处理这次调用，请联系市大数据中心");
  }

  /**
   * Asks about one subject, with the settings in force or with others that are not kept; tells what came, never the
   * values. Who asked for whom is on record before the question leaves. @throws Problem where the settings cannot be used at
   * all.
   */
  async tryOut(
    tried: Tried,
    subject: string,
    given: (InterfaceSettings & { secret?: string | undefined }) | undefined,
    by: Caller,
  ): Promise<InterfaceTrial> {
    const { database, box, hosts, creditCode } = this.#parts;
    const { code, provider, items } = tried;
    const db = database.kysely;
    const known = await upstreamOf(db, code);
    const unit = await creditCode(db, provider);
    const set =
      given === undefined
        ? known
        : { settings: given, secret: secretFor(box, code, given, given.secret, known) };
    if (set === undefined)
      throw new Problem("not_an_interface", "还没有登记接口地址，请先填写接口设置", { article: "12¶3" });
    // In force there may still be a field for an item that is gone: it is not asked for.
    if (given === undefined) assertAskable(hosts, unit, items, set.settings.url);
    else assertSettable(hosts, unit, items, given);
    const [at, began] = [await lawNow(db), performance.now()];
    const result = await this.#oneAtATime(provider, () =>
      this.#tried(tried, { ...set, unit }, normalSubject(subject), by),
    );
    const milliseconds = Math.round(performance.now() - began);
    if (given === undefined && known !== undefined) {
      await noteTrial(db, code, { version: known.version, items, ok: result.ok, by: by.personName, at });
      if (result.ok) this.#gate(code).open();
    }
    return { ...result, at: toInstant(at), milliseconds };
  }

  /** A trial waits as long as its settings say; a unit holds one connection by it, not as many as it likes. */
  async #oneAtATime<T>(unit: string, attempt: () => Promise<T>): Promise<T> {
    if (this.#trying.has(unit))
      throw new Problem("trial_under_way", "本单位正在试调，请等那一次结束后再试", { article: "7¶3" });
    this.#trying.add(unit);
    try {
      return await attempt();
    } finally {
      this.#trying.delete(unit);
    }
  }

  async #tried(
    tried: Tried,
    question: Question,
    asked: string,
    by: Caller,
  ): Promise<Omit<InterfaceTrial, "at" | "milliseconds">> {
    const { code, items } = tried;
    const nothing = { ok: false, rows: null, items: [] };
    const { subject } = this.#wanted(items, []);
    const unfit = this.#parts.check(subject)(asked).fault;
    if (unfit !== null) return { ...nothing, failure: `“${subject.name}”填得不对：${unfit.mend}` };
    await this.#record(tried, subjectKeyOf(this.#subjects, subject, asked), by);
    try {
      const found = await this.#ask(code, question, asked, items);
      if (found.length === 0)
        return { ...nothing, rows: 0, failure: "接口有答复，但是没有这个主体的数据：请换一个在库的主体再试" };
      const read = items.map((item) => {
        const field = fieldOf(question.settings, item);
        const each = found.map((row) => readItem(row, field, item, this.#parts.check));
        const { found: kind, fault } = each.find((one) => one.fault !== null) ?? each[0] ?? absent;
        return { column: item.column, name: item.name, field, found: kind, fault };
      });
      const other = found.some((row) => isAnother(question.settings, row, subject, asked));
      const faulty = read.filter(({ fault }) => fault !== null).length;
      const failure = other ? otherSubject : faulty > 0 ? `有 ${faulty} 个数据项不合目录的要求` : null;
      return { ok: failure === null, rows: found.length, failure, items: read };
    } catch (error) {
      return { ...nothing, failure: this.#failureOf(error).reason };
    }
  }

  /** A trial looks at a person as a call does, and is found by the same keyed digest of the subject (Art. 20). */
  async #record({ code, entry, items }: Tried, subject: Buffer, by: Caller): Promise<void> {
    const asker = {
      by: { person: by.personId, post: by.postId },
      name: by.personName,
      partyId: by.party.id,
      resource: code,
      nonce: null,
    };
    const columns = items.map(({ column }) => column);
    const { outcome } = await this.#usage.record({
      ...accessOf(asker, "trial", ""),
      columns,
      subject,
      entry,
    });
    if (outcome !== "accepted") throw new Error("a trial was not put on record");
  }

  async #ask(
    code: string,
    question: Question,
    subject: string,
    wanted: readonly EntryItem[],
  ): Promise<Row[]> {
    const { settings, unit } = question;
    // The deployer may have closed the host since, or another unit have taken the entry over.
    try {
      assertOpen(this.#parts.hosts, unit, settings.url);
    } catch {
      throw new UpstreamFailure("unset", "平台没有为本单位开放这个主机，或者已不再开放，请联系市大数据中心");
    }
    const fields = [...new Set(wanted.map((item) => fieldOf(settings, item)))];
    const answer = await ask(settings, { subject, fields }, this.#prove(code, question));
    return rowsAt(answer, settings, fields);
  }

  #prove(code: string, { settings: { proof }, secret, unit }: Question): Prove {
    if (proof.kind === "signature") {
      // The platform asks for many: the department must be able to tell that it is asked for itself.
      const headers = { "gongshu-provider": unit ?? "", "gongshu-resource": code };
      const alsoCover = Object.keys(headers);
      return (request) => ({
        ...headers,
        ...signRequest({ ...bare(request), headers }, this.#key, { alsoCover }),
      });
    }
    if (secret === null) throw new UpstreamFailure("unset", "没有密钥，请重新填写");
    return () => ({ [proof.name]: this.#parts.box.open(secret, placeOf(code)).toString() });
  }

  /** The wanted columns of a row and nothing else of it. @throws UpstreamFailure */
  #valuesOf(
    settings: InterfaceSettings,
    row: Row,
    { items, subject }: { readonly items: readonly EntryItem[]; readonly subject: EntryItem },
    asked: string,
  ): (string | null)[] {
    if (isAnother(settings, row, subject, asked)) throw new UpstreamFailure("other-subject", otherSubject);
    return items.map((item) => {
      const { value, fault } = readItem(row, fieldOf(settings, item), item, this.#parts.check);
      if (fault !== null) throw new UpstreamFailure("values", `数据项“${item.name}”不合目录的要求：${fault}`);
      return value;
    });
  }

  #wanted(
    items: readonly EntryItem[],
    columns: readonly string[],
  ): { readonly items: readonly EntryItem[]; readonly subject: EntryItem } {
    const subject = items.find(({ role }) => role === "subject-key");
    if (subject === undefined) throw new UpstreamFailure("unset", "目录没有主体标识");
    const wanted = columns.map((column) => {
      const item = items.find((one) => one.column === column);
      if (item === undefined) throw new RangeError("unknown column");
      return item;
    });
    return { items: wanted, subject };
  }

  #gate(code: string): Gate {
    const gate = this.#gates.get(code) ?? new Gate();
    this.#gates.set(code, gate);
    return gate;
  }
}

const absent: ReadItem = { found: "absent", value: null, fault: null };
const otherSubject = "答复里有别的主体的数据，或者主体标识不是字符串：请核对接口是否按主体筛选";

/**
 * A row that says whom it is about must be about the one that was asked for, and say so as text: a JSON number keeps 15
 * digits, so that one of 18 may stand for a neighbour.
 */
function isAnother(settings: InterfaceSettings, row: Row, subject: EntryItem, asked: string): boolean {
  const field = fieldOf(settings, subject);
  const said = Object.hasOwn(row, field) ? row[field] : undefined;
  if (said === undefined || said === null) return false;
  return typeof said !== "string" || normalSubject(said) !== asked;
}

const bare = ({ method, url, body }: { method: string; url: URL; body: string | undefined }) => ({
  method,
  url,
  ...(body === undefined ? {} : { body }),
});
