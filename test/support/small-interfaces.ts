import { z } from "zod";
import { type Entry, type EntryContent, entry as entrySchema } from "../../src/contract/entry.ts";
import type { Grant } from "../../src/contract/grant.ts";
import { interfaceState, interfaceTrial } from "../../src/contract/interface.ts";
import { type SigningKey, signRequest } from "../../src/platform/signatures/index.ts";
import { grantConditional, issueKey, publish } from "./business.ts";
import { registerEntry, registerRows } from "./city.ts";
import type { TestPlatform } from "./platform.ts";
import { type Answering, type DepartmentSystem, json } from "./upstream.ts";

export const [[subject = "", name = ""] = [], [nobody = ""] = []] = [...registerRows(2)];
export const secret = "s3cret-of-the-police-4711";

/** A person as the systems of these tests have them: under the catalogue's own names. */
export const record = (more: object = {}) => ({ gmsfhm: subject, xm: name, hjdz: "双鸭山市尖山区", ...more });
export const rows = (...given: unknown[]): Answering => json({ rows: given });

const columns = ["gmsfhm", "xm", "hjdz"];

/** What tests do with interfaces of small entries, on a platform of their own. */
export function interfaces(p: TestPlatform, system: DepartmentSystem) {
  const settings = (more: object = {}) => ({
    url: `${system.origin}/persons`,
    method: "POST",
    subjectParameter: "idNo",
    rowsPointer: "/rows",
    proof: { kind: "header", name: "X-Api-Key" },
    timeoutSeconds: 2,
    ...more,
  });
  let named = 0;
  const fresh = (more: Partial<EntryContent> = {}, by = "gaj"): Promise<Entry> => {
    named += 1;
    const items = registerEntry.items.filter(({ column }) => columns.includes(column));
    return publish(p, by, {
      ...registerEntry,
      name: `户籍信息（接口${named}）`,
      format: "interface",
      items,
      ...more,
    });
  };
  const mounting = async (of: Entry, more: object = {}, by = "gaj"): Promise<Entry> =>
    (await p.as(by)).post(
      `/api/v1/entries/${of.id}/resources`,
      { kind: "interface", secret, ...settings(), ...more },
      entrySchema,
    );
  const trial = async (of: Entry, more: object = {}, by = "gaj") =>
    (await p.as(by)).post(`/api/v1/entries/${of.id}/interface/trial`, { subject, ...more }, interfaceTrial);
  const state = async (of: Entry, by = "gaj") =>
    (await p.as(by)).get(`/api/v1/entries/${of.id}/interface`, interfaceState);
  const change = async (of: Entry, more: object, by = "gaj") => {
    const { version } = await state(of, by);
    const body = { version, ...settings(), ...more };
    return (await p.as(by)).put(`/api/v1/entries/${of.id}/interface`, body, interfaceState);
  };
  let key: Promise<SigningKey> | undefined;
  /** A signed call of 市民政局, whatever comes of it. */
  const call = async ({ resource, purpose }: Grant, of = subject) => {
    key ??= p.as("mzj").then(issueKey);
    const url = new URL(`/share/v1/${resource.code}/query`, p.url);
    const body = JSON.stringify({ purpose, subject: of });
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...signRequest({ method: "POST", url, body }, await key),
      },
      body,
    });
    const { code } = z.object({ code: z.string().optional() }).parse(await answer.json());
    return [answer.status, code];
  };
  return {
    settings,
    fresh,
    mounting,
    trial,
    state,
    change,
    call,
    /** An entry of 市公安局 with its interface mounted and tried, and a grant on it for 市民政局. */
    async granted(more: object = {}): Promise<{ entry: Entry; grant: Grant }> {
      const entry = await mounting(await fresh(), more);
      await trial(entry);
      return { entry, grant: await grantConditional(p, "mzj", "gaj", entry) };
    },
  };
}
