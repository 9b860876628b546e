import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { z } from "zod";
import { type Entry, type EntryContent, entry as entrySchema } from "../../src/contract/entry.ts";
import { type Grant, gatewayAnswer, gatewayVerified } from "../../src/contract/grant.ts";
import { interfaceState, interfaceTrial } from "../../src/contract/interface.ts";
import { createLog } from "../../src/platform/logging/log.ts";
import { type SigningKey, signRequest } from "../../src/platform/signatures/index.ts";
import { grantConditional, issueKey, publish } from "./business.ts";
import { registerEntry, registerRows } from "./city.ts";
import { type TestPlatform, testPlatform } from "./platform.ts";
import { DepartmentSystem, json, openedTo } from "./upstream.ts";

const [[known = "", called = ""] = [], [unknown = ""] = []] = [...registerRows(2)];
/** Number and name of a person whom the department's system has, and the number of one whom it has not. */
export const [subject, name, nobody] = [known, called, unknown];
export const secret = "s3cret-of-the-police-4711";
/** What the department's system sends beside what is wanted. */
export const extra = "涉案人员重点关注对象乙";

/** The department's system, another that is not open to the platform, and what stands on the first; see `withInterfaces`. */
export let system: DepartmentSystem;
export let elsewhere: DepartmentSystem;
export let p: TestPlatform;
export let entry: Entry;
export let held: Grant;
let key: SigningKey;
export const logged: string[] = [];

const interfaceEntry = (more: Partial<EntryContent> = {}): EntryContent => ({
  ...registerEntry,
  name: "户籍登记信息（接口）",
  format: "interface",
  ...more,
});

/** The person as the department's system has it, under its own names. */
export const record = (more: object = {}) => ({
  idNo: subject,
  fullName: name,
  xb: "1",
  csrq: "1990-01-01",
  mz: "汉族",
  addr: "双鸭山市尖山区新兴大街1号",
  hh: "000000001",
  yhzgx: "户主",
  pcs: "尖山派出所",
  djrq: "2020-01-01",
  criminalRecord: extra,
  ...more,
});

export const settings = (more: object = {}) => ({
  url: `${system.origin}/persons`,
  method: "POST",
  subjectParameter: "idNo",
  columnsParameter: "want",
  rowsPointer: "/data/rows",
  fields: { gmsfhm: "idNo", xm: "fullName", hjdz: "addr" },
  proof: { kind: "header", name: "X-Api-Key" },
  timeoutSeconds: 1,
  ...more,
});

export const keeps = () => {
  system.answer = ({ body, target, method }) => {
    const asked =
      method === "GET"
        ? new URL(target, system.origin).searchParams.get("idNo")
        : z.object({ idNo: z.string() }).parse(JSON.parse(body.toString())).idNo;
    return json({ data: { rows: asked === subject ? [record()] : [] } });
  };
};

/** Platform, systems and one tried interface with a grant of 市民政局, for the tests of one file. */
export function withInterfaces(): void {
  beforeAll(async () => {
    system = await DepartmentSystem.start();
    elsewhere = await DepartmentSystem.start();
    keeps();
    p = await testPlatform(
      { GONGSHU_UPSTREAM_HOSTS: openedTo("gaj", system.origin) },
      createLog({ destination: { write: (line) => void logged.push(line) } }),
    );
    entry = await mountNew();
    held = await grantConditional(p, "mzj", "gaj", entry);
    key = await issueKey(await p.as("mzj"));
  }, 60_000);
  afterAll(async () => {
    await p.close();
    await system.close();
    await elsewhere.close();
  });
  beforeEach(async () => {
    keeps();
    // A trial that succeeds ends what an earlier test broke.
    await tryOut(entry);
  });
}

export const mounting = (of: Entry, more: object = {}, by = "gaj") =>
  p
    .as(by)
    .then((api) =>
      api.post(
        `/api/v1/entries/${of.id}/resources`,
        { kind: "interface", secret, ...settings(), ...more },
        entrySchema,
      ),
    );
export const tryOut = async (of: Entry, more: object = {}, by = "gaj") =>
  (await p.as(by)).post(`/api/v1/entries/${of.id}/interface/trial`, { subject, ...more }, interfaceTrial);
export const state = async (of = entry, by = "gaj") =>
  (await p.as(by)).get(`/api/v1/entries/${of.id}/interface`, interfaceState);
export async function change(of: Entry, more: object) {
  const { version } = await state(of);
  const api = await p.as("gaj");
  return api.put(`/api/v1/entries/${of.id}/interface`, { version, ...settings(), ...more }, interfaceState);
}

let named = 0;
/** A name that no other entry has. */
const newName = (): string => `户籍登记信息（接口${++named}）`;
/** A published entry of 市公安局 for an interface. */
export const fresh = async (more: Partial<EntryContent> = {}): Promise<Entry> =>
  publish(p, "gaj", interfaceEntry({ name: newName(), ...more }));
/** The same with its interface mounted and tried. */
export async function mountNew(more: Partial<EntryContent> = {}, with_: object = {}): Promise<Entry> {
  const made = await fresh(more);
  const mounted = await mounting(made, with_);
  expect((await tryOut(mounted)).failure).toBeNull();
  return mounted;
}

interface Sent {
  readonly operation?: "query" | "verify";
  readonly grant?: Grant;
  readonly of?: string;
  readonly more?: object;
}

export async function call({ operation = "query", grant = held, of = subject, more = {} }: Sent = {}) {
  const path = `/share/v1/${grant.resource.code}/${operation}`;
  const payload = JSON.stringify({ purpose: grant.purpose, subject: of, ...more });
  const url = new URL(path, p.url);
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...signRequest({ method: "POST", url, body: payload }, key),
    },
    body: payload,
  });
  return { status: answer.status, headers: answer.headers, body: z.unknown().parse(await answer.json()) };
}
export const query = async (sent: Sent = {}) => gatewayAnswer.parse((await call(sent)).body).items;
export const verify = async (claims: Record<string, string>, sent: Sent = {}) =>
  gatewayVerified.parse((await call({ operation: "verify", more: { claims }, ...sent })).body).match;
export const problem = z.object({ code: z.string(), detail: z.string(), article: z.string() });
export const refused = async (sent: Sent = {}) => {
  const { status, body } = await call(sent);
  return [status, problem.parse(body).code];
};
export const lastUses = async (limit: number) => {
  const rows = await p.t.db
    .selectFrom("access.usage")
    .selectAll()
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.toReversed();
};

/** Ends an outage that a test brought about. */
export async function clear(): Promise<void> {
  const answer = system.answer;
  keeps();
  await tryOut(entry);
  system.answer = answer;
}
