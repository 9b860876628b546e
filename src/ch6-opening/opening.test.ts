import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  act,
  apply,
  approve,
  code,
  compile,
  mount,
  openingOf,
  openToPublic,
  publish,
  refusal,
  request,
  securityReview,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import { dataset, datasetSummary, openRows } from "../contract/portal.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const header = "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡";
const day = (n: number) => `2020-02-${String(n).padStart(2, "0")},黑龙江省,230000,双鸭山市,230500,${n},0,0,0`;

let names = 0;
/** A published entry of 市卫生健康委 with a table of three rows. */
async function filled(more: Partial<EntryContent> = {}): Promise<Entry> {
  names += 1;
  const entry = await publish(p, "wjw", { ...epidemicEntry, name: `开放统计第${names}种`, ...more });
  const api = await p.as("wjw");
  await upload(api, await mount(api, entry), `${[header, day(1), day(2), day(3)].join("\n")}\n`);
  return entry;
}
const changed = (entry: Entry, form: object) => {
  const opening = openingOf(entry);
  return { ...opening, form: { ...opening.form, ...form } };
};
const begin = async (opening: ReturnType<typeof openingOf>, who = "wjw") => start(await p.as(who), opening);
const listed = async () =>
  (await p.anybody.get("/api/v1/portal/datasets?limit=200", listOf(datasetSummary))).items.map(
    (item) => item.code,
  );
const rowsOf = (entry: Entry, query = "") => p.anybody.get(`/open/v1/${entry.code}/rows${query}`, openRows);

describe("The chain", () => {
  test("A38.3 nothing is opened before another person of the provider has reviewed security and secrecy", async () => {
    const entry = await filled();
    const { id, state, holder } = await begin(openingOf(entry));
    expect([state, holder?.id]).toEqual(["security-review", p.party("wjw")]);
    expect(await code(act(await p.as("wjw"), id, "passSecurityReview", { form: securityReview }))).toBe(
      "same_person_twice",
    );
    for (const step of ["approve", "verify", "publish"])
      expect([step, await code(act(await p.as("wjw2"), id, step))]).toEqual([step, "wrong_state"]);
    for (const name of ["noSecrets", "noPersonal", "noHarm", "processing", "reviewer"] as const) {
      const lacking = { ...securityReview, [name]: name.startsWith("no") ? false : "" };
      const refused = await refusal(act(await p.as("wjw2"), id, "passSecurityReview", { form: lacking }));
      expect([name, refused.code, refused.article]).toEqual([name, "form_invalid", "38"]);
    }
    const passed = await act(await p.as("wjw2"), id, "passSecurityReview", { form: securityReview });
    expect(passed.holder?.id).toBe(p.party("sjj"));
  });

  test("A36.4 the bureau of the level reviews, sends back with reasons, and until it has nothing is open", async () => {
    const entry = await filled();
    const { id } = await begin(openingOf(entry));
    await act(await p.as("wjw2"), id, "passSecurityReview", { form: securityReview });
    expect(await code(act(await p.as("sjj"), id, "returnFromReview"))).toBe("reasons_missing");
    await act(await p.as("sjj"), id, "returnFromReview", { reasons: "请说明脱敏处理" });
    await act(await p.as("wjw2"), id, "passSecurityReview", { form: securityReview });
    await act(await p.as("sjj"), id, "approve");
    expect(await code(act(await p.as("dsj"), id, "returnFromVerification"))).toBe("reasons_missing");
    expect(await code(rowsOf(entry))).toBe("not_found");
    expect((await act(await p.as("dsj"), id, "verify")).holder?.id).toBe(p.party("sjj"));
  });

  test("A36.5 verified and re-reviewed by another person it is published, not before", async () => {
    const entry = await filled();
    const { id } = await begin(openingOf(entry));
    await act(await p.as("wjw2"), id, "passSecurityReview", { form: securityReview });
    await act(await p.as("sjj"), id, "approve");
    await act(await p.as("dsj"), id, "verify");
    expect(await listed()).not.toContain(entry.code);
    expect(await code(p.anybody.send("GET", `/api/v1/portal/datasets/${entry.code}`))).toBe("not_found");
    expect(await code(act(await p.as("sjj"), id, "publish"))).toBe("same_person_twice");
    expect(await code(act(await p.as("sjj2"), id, "refuse"))).toBe("reasons_missing");
    await act(await p.as("sjj2"), id, "publish");
    expect(await listed()).toContain(entry.code);
  });

  test("an opening refused or withdrawn leaves nothing open", async () => {
    const entry = await filled();
    const refused = await begin(openingOf(entry));
    await act(await p.as("wjw2"), refused.id, "passSecurityReview", { form: securityReview });
    await act(await p.as("sjj"), refused.id, "approve");
    await act(await p.as("dsj"), refused.id, "verify");
    await act(await p.as("sjj2"), refused.id, "refuse", { reasons: "可能危及公共安全" });
    const taken = await begin(openingOf(entry));
    expect((await act(await p.as("wjw"), taken.id, "withdraw")).closed).toBe(true);
    expect(await code(rowsOf(entry))).toBe("not_found");
  });
});

describe("What may be opened", () => {
  test.each([
    ["scope", { scope: "" }],
    ["content", { columns: [] }],
    ["class", { class: "perhaps" }],
    ["form of the data", { forms: [] }],
    ["update frequency", { updateFrequency: " " }],
  ])("A36.6 %s is stated", async (_, change) => {
    const entry = await publish(p, "wjw", { ...epidemicEntry, name: `六项之${Object.keys(change)}` });
    const refused = await refusal(begin(changed(entry, change)));
    expect([refused.code, refused.article]).toEqual(["form_invalid", "38"]);
  });

  test("A37.3 A36.6 what is opened conditionally states its conditions, in the entry and in the request", async () => {
    const conditional = { openingClass: "conditional", openingConditions: "限高校科研" } as const;
    const unsaid = { ...epidemicEntry, ...conditional, openingConditions: "", name: "未写条件" };
    expect(await code(submit(await p.as("wjw"), await compile(await p.as("wjw"), unsaid)))).toBe(
      "entry_incomplete",
    );
    const entry = await filled(conditional);
    const refused = await refusal(begin(changed(entry, { class: "conditional", conditions: " " })));
    expect([refused.code, refused.article]).toEqual(["entry_not_open", "37¶1(2)"]);
    expect((await begin(changed(entry, { class: "conditional", conditions: "限高校科研" }))).state).toBe(
      "security-review",
    );
  });

  test("A37.2 what its entry does not open is not opened, and no item of grade 3", async () => {
    const entry = await publish(p, "gaj", registerEntry);
    const api = await p.as("gaj");
    await mount(api, entry);
    const closed = await refusal(start(api, openingOf(entry, ["xb"])));
    expect([closed.code, closed.article]).toEqual(["entry_not_open", "37¶1(1)"]);
    const partly = { openingClass: "conditional", openingConditions: "限科研" } as const;
    const open = await publish(p, "gaj", { ...registerEntry, ...partly, name: "户籍登记（部分）" });
    const opening = openingOf(open, ["xb", "xm"]);
    const given = { ...opening, form: { ...opening.form, class: "conditional", conditions: "限科研" } };
    const refused = await refusal(start(api, given));
    expect([refused.code, refused.article]).toEqual(["column_not_open", "38"]);
  });

  test("A37.4 the class of the entry in force decides, not the wish of the request", async () => {
    const entry = await filled({ openingClass: "conditional", openingConditions: "限高校科研" });
    const laxer = await refusal(begin(openingOf(entry)));
    expect([laxer.code, laxer.article]).toEqual(["entry_not_open", "37¶2"]);
    const stricter = changed(await filled(), { class: "conditional", conditions: "限高校科研" });
    expect(await code(begin(stricter))).toBe("entry_not_open");
  });

  test("an item that the entry does not have is not opened", async () => {
    const entry = await filled();
    expect(await code(begin(openingOf(entry, ["city", "secret"])))).toBe("column_not_open");
  });

  test("A3.4 what is opened are the rows themselves: an entry without any is not opened", async () => {
    const empty = await publish(p, "wjw", { ...epidemicEntry, name: "没有数据" });
    expect(await code(begin(openingOf(empty)))).toBe("no_data_to_open");
    await mount(await p.as("wjw"), empty);
    expect(await code(begin(openingOf(empty)))).toBe("no_data_to_open");
  });

  test("only the provider opens, only what is published and not open yet", async () => {
    const entry = await filled();
    for (const other of ["mzj", "sjj", "gaj", "jixian-wjw"])
      expect([other, await code(begin(openingOf(entry), other))]).toEqual([other, "not_found"]);
    for (const outsider of ["citizen", "operator", "auditor", "sysadmin"])
      expect([outsider, await code(begin(openingOf(entry), outsider))]).toEqual([outsider, "may_not_start"]);
    const draft = await compile(await p.as("wjw"), { ...epidemicEntry, name: "未发布" });
    expect(await code(begin(openingOf(draft)))).toBe("not_found");
    await openToPublic(p, entry);
    expect(await code(begin(openingOf(entry)))).toBe("already_open");
  });
});

describe("What is open", () => {
  test("A35.1 A39.1 anybody finds it, reads its page and its rows, and downloads it, without signing in", async () => {
    const entry = await filled();
    const chosen = ["date", "city", "confirmed"];
    const { id } = await begin(openingOf(entry, chosen));
    await act(await p.as("wjw2"), id, "passSecurityReview", { form: securityReview });
    await approve(p, id);
    const path = `/api/v1/portal/datasets?q=${encodeURIComponent(entry.draft.name)}`;
    const found = await p.anybody.get(path, listOf(datasetSummary));
    expect(found.items.map((item) => [item.code, item.rows, item.state])).toEqual([
      [entry.code, "3", "open"],
    ]);
    const page = await p.anybody.get(`/api/v1/portal/datasets/${entry.code}`, dataset);
    expect(page.items.map(({ column }) => column)).toEqual(chosen);
    const { items, source } = await rowsOf(entry, "?confirmed=2");
    expect([items, source]).toEqual([
      [{ date: "2020-02-02", city: "双鸭山市", confirmed: "2" }],
      "双鸭山市卫生健康委员会",
    ]);
    const csv = (await p.anybody.send("GET", `/open/v1/${entry.code}/download.csv`)).text;
    expect(csv.trimEnd().split("\r\n")).toHaveLength(4);
    const json = JSON.parse((await p.anybody.send("GET", `/open/v1/${entry.code}/download.json`)).text);
    expect(JSON.stringify(json)).toContain("2020-02-03");
    expect(JSON.stringify([json, csv])).not.toMatch(/cured|累计治愈/);
  });

  test("opening to the public changes nothing for departments: they still apply", async () => {
    const keyed = epidemicEntry.items.map((item) =>
      item.column === "city" ? { ...item, role: "subject-key" as const } : item,
    );
    const entry = await filled({ items: keyed });
    await openToPublic(p, entry);
    const matter = await apply(await p.as("mzj"), entry, { ...request, columns: ["city"] });
    expect(matter.state).toBe("review");
  });
});
