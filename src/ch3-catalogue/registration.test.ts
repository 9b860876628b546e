import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  act,
  approve,
  code,
  mount,
  publish,
  readEntry,
  refusal,
  save,
  start,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { pagesOf } from "../../test/support/pdf.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { registers } from "../../test/support/registers.ts";
import { listOf } from "../contract/common.ts";
import { matterDocuments } from "../contract/document.ts";
import type { Entry } from "../contract/entry.ts";
import { registeredResource, registrationStanding } from "../contract/registration.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const entryOf = (who: string, reviewer = "sjj"): Promise<Entry> =>
  publish(p, who, { ...epidemicEntry, name: `登记统计第${++names}种` }, reviewer);
async function mounted(who: string, reviewer = "sjj"): Promise<{ entry: Entry; resource: string }> {
  const entry = await entryOf(who, reviewer);
  return { entry, resource: await mount(await p.as(who), entry) };
}
const rules = {
  title: "双鸭山市公共数据资源登记制度",
  number: "双数规〔2026〕2号",
  documentKind: "rule",
  documentLevel: "city",
  documentTopic: "registration",
  issuer: "双鸭山市数据局",
  edition: "2026年版",
  effectiveFrom: "2026-06-01",
};
async function setUpRules(): Promise<void> {
  if ((await standing("sjj")).rules !== null) return;
  await (await p.as("sjj")).post("/api/v1/records", { register: "library", form: rules }, z.unknown());
}
const form = { origin: "传染病防治业务，《传染病防治法》第三十条", systemName: "监测平台", contact: "冯梅" };
const begin = async (who: string, subject: string, given: object = form) =>
  start(await p.as(who), { kind: "resource-registration", subject, form: given });
const standing = async (who: string) =>
  (await p.as(who)).get("/api/v1/registrations/progress", registrationStanding);
const progressOf = async (key: string, who = "sjj") =>
  (await standing(who)).items.find(({ unit }) => unit.id === p.party(key));
const lines = async (who: string, query = "") =>
  (await (await p.as(who)).get(`/api/v1/registrations?limit=200${query}`, listOf(registeredResource))).items;

test("A68.1 resources are registered by the bureau's rules, and every unit's progress is seen", async () => {
  const { entry } = await mounted("mzj");
  expect(await progressOf("mzj")).toMatchObject({ mounted: 1, registered: 0, underWay: 0 });
  const early = await refusal(begin("mzj", entry.id));
  expect([early.code, early.article]).toEqual(["registration_rules_missing", "68¶1"]);
  await setUpRules();
  expect((await standing("mzj")).rules?.number).toBe(rules.number);
  const { id, holder } = await begin("mzj", entry.id);
  expect(holder?.id).toBe(p.party("dsj"));
  expect(await progressOf("mzj")).toMatchObject({ registered: 0, underWay: 1 });
  await act(await p.as("dsj"), id, "register");
  expect(await progressOf("mzj")).toMatchObject({ mounted: 1, registered: 1, outdated: 0, underWay: 0 });
  await mounted("jixian-wjw", "jixian-sjj");
  expect((await standing("jixian-sjj")).items.map(({ unit }) => unit.id)).toEqual([p.party("jixian-wjw")]);
  expect((await standing("mzj")).items.map(({ unit }) => unit.id)).toEqual([p.party("mzj")]);
  expect(await code(standing("citizen"))).toBe("forbidden");
});

test("A68.2 a department registers what it has mounted, under guidance, with number and certificate", async () => {
  await setUpRules();
  const bare = await entryOf("wjw");
  expect(await code(begin("wjw", bare.id))).toBe("nothing_mounted");
  const { entry, resource } = await mounted("wjw");
  expect(await code(begin("mzj", entry.id))).toBe("not_found");
  for (const field of ["origin", "systemName", "contact"])
    expect([field, await code(begin("wjw", entry.id, { ...form, [field]: " " }))]).toEqual([
      field,
      "form_invalid",
    ]);
  expect((await lines("wjw", "&standing=due")).map((line) => line.resource)).toContain(resource);
  const advised = await begin("wjw", entry.id);
  expect(await code(act(await p.as("dsj"), advised.id, "returnWithAdvice"))).toBe("reasons_missing");
  const returned = await act(await p.as("dsj"), advised.id, "returnWithAdvice", {
    reasons: "登记制度第六条：来源写到具体条款",
  });
  expect([returned.state, returned.holder?.id]).toEqual(["returned", p.party("wjw")]);
  const mended = { ...form, origin: "传染病防治业务，《传染病防治法》第三十条第一款" };
  const matter = await act(await p.as("wjw"), advised.id, "resubmit", { form: mended });
  expect([matter.state, matter.number]).toEqual(["guidance", advised.number]);
  const done = await act(await p.as("dsj"), matter.id, "register");
  expect(done.facts.map(({ value }) => value)).toEqual(expect.arrayContaining([matter.number, resource]));
  const [line] = (await lines("wjw")).filter((one) => one.resource === resource);
  expect(line).toMatchObject({ number: matter.number, unit: { id: p.party("wjw") }, outdated: false });
  expect((await lines("mzj")).map((one) => one.resource)).not.toContain(resource);
  expect(await code(begin("wjw", entry.id))).toBe("registered_already");
  const { items } = await (await p.as("dsj")).post(
    `/api/v1/matters/${matter.id}/documents`,
    { name: "certificate" },
    matterDocuments,
  );
  const pdf = await fileFrom(await p.as("wjw"), "GET", `/api/v1/files/${items[0]?.file.id}`);
  const text = (await pagesOf(pdf)).join("");
  for (const words of ["公共数据资源登记证", entry.name, mended.origin])
    expect(text).toContain(words.replaceAll(/\s/g, ""));
  const csv = (await (await p.as("wjw")).send("GET", "/api/v1/registrations.csv")).text;
  expect(csv).toContain(`${matter.number},${resource}`);
});

test("A68.2 a resource is asked to be registered once at a time, and anew when that came to nothing", async () => {
  await setUpRules();
  const { entry } = await mounted("rsj");
  const both = await Promise.allSettled([begin("rsj", entry.id), begin("rsj", entry.id)]);
  const opened = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(opened).toHaveLength(1);
  const [first] = opened;
  if (first === undefined) throw new Error("one of both is opened");
  const again = await refusal(begin("rsj", entry.id));
  expect([again.code, again.article]).toEqual(["registration_under_way", "68¶2"]);
  expect(again.detail).toContain(first.number);
  await act(await p.as("rsj"), first.id, "withdraw");
  expect((await begin("rsj", entry.id)).state).toBe("guidance");
});

test("A68.1 without rules in force nothing is returned by them", async () => {
  await setUpRules();
  const { entry } = await mounted("wjw");
  const { id } = await begin("wjw", entry.id);
  const { list, read, end } = registers(() => p);
  for (const { id: record, ended } of await list("sjj", "register=library"))
    if (!ended) await end("sjj", await read("sjj", record), "废止");
  const answer = await refusal(act(await p.as("dsj"), id, "returnWithAdvice", { reasons: "来源不明" }));
  expect([answer.code, answer.article]).toEqual(["registration_rules_missing", "68¶1"]);
});

test("A68.2 after a new version of the entry the registration is out of date and is changed", async () => {
  await setUpRules();
  const { entry, resource } = await mounted("gaj");
  const first = await begin("gaj", entry.id);
  await act(await p.as("dsj"), first.id, "register");
  const api = await p.as("gaj");
  await save(api, await readEntry(api, entry.id), { ...entry.draft, abstract: "新版摘要" });
  await approve(p, (await submit(api, entry)).id);
  expect(await progressOf("gaj")).toMatchObject({ registered: 1, outdated: 1 });
  expect((await lines("gaj", "&standing=due")).map((line) => line.resource)).toEqual([resource]);
  const change = await begin("gaj", entry.id);
  await act(await p.as("dsj"), change.id, "register");
  expect((await lines("gaj")).map(({ number }) => number)).toEqual([change.number]);
  expect(await progressOf("gaj")).toMatchObject({ registered: 1, outdated: 0 });
});
