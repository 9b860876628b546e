import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  act,
  code,
  mount,
  openingOf,
  openToPublic,
  publish,
  refusal,
  see,
  start,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { Entry } from "../contract/entry.ts";
import type { Matter } from "../contract/matter.ts";
import { dataset, openRows } from "../contract/portal.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const header = "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡";
const csv = (confirmed: number) =>
  `${header}\n2020-02-09,黑龙江省,230000,双鸭山市,230500,${confirmed},0,0,2\n`;

let names = 0;
let resource = "";
/** An entry of 市卫生健康委 open to everybody, with one row. */
async function opened(): Promise<Entry> {
  names += 1;
  const entry = await publish(p, "wjw", { ...epidemicEntry, name: `异议数据第${names}种` });
  const api = await p.as("wjw");
  resource = await mount(api, entry);
  await upload(api, resource, csv(38));
  await openToPublic(p, entry);
  return entry;
}

const claim = { ground: "error", claim: "确诊数与通报不一致", where: "2020-02-09", contact: "0469-0000000" };
async function object(who: string, entry: Entry): Promise<Matter> {
  const api = await p.as(who);
  const attachments = [await api.attach("通报.txt", "text/plain", `通报所列为 37 例（${who}）。\n`)];
  return start(api, { kind: "opening-objection", subject: entry.id, form: claim, attachments });
}
const answer = { form: { finding: "已核对通报原件" }, reasons: "核实结果" };
const provider = async (id: string, step: string) => act(await p.as("wjw"), id, step, answer);
const ways = ["rows", "download.csv", "download.json"];
/** What anybody gets by each way: "200" or the code of the refusal. */
async function given(entry: Entry): Promise<string> {
  const answers = await Promise.all(
    ways.map((way) =>
      p.anybody.send("GET", `/open/v1/${entry.code}/${way}`).then(
        ({ status }) => String(status),
        (refused) => refused.code,
      ),
    ),
  );
  return [...new Set(answers)].join();
}
const page = (entry: Entry) => p.anybody.get(`/api/v1/portal/datasets/${entry.code}`, dataset);
const confirmed = async (entry: Entry) =>
  (await p.anybody.get(`/open/v1/${entry.code}/rows`, openRows)).items.map((row) => row.confirmed);

describe("Objecting", () => {
  test("A40.1 persons and companies object to what is open, with evidence of their own", async () => {
    const entry = await opened();
    const bare = await refusal(
      start(await p.as("citizen"), { kind: "opening-objection", subject: entry.id, form: claim }),
    );
    expect([bare.code, bare.article]).toEqual(["evidence_missing", "40"]);
    expect(await given(entry)).toBe("200");
    const foreign = await (await p.as("company")).attach("别人的.txt", "text/plain", "不是本人上传\n");
    const borrowed = { kind: "opening-objection", subject: entry.id, form: claim, attachments: [foreign] };
    await refusal(start(await p.as("citizen"), borrowed));
    expect(await given(entry)).toBe("200");
    for (const other of ["mzj", "sjj", "wjw", "operator", "auditor"]) {
      const api = await p.as(other);
      const attachments = [await api.attach("说明.txt", "text/plain", "单位不提异议\n")];
      const attempt = start(api, { kind: "opening-objection", subject: entry.id, form: claim, attachments });
      expect([other, await code(attempt)]).toEqual([other, "may_not_start"]);
    }
    expect((await object("company", entry)).holder?.id).toBe(p.party("wjw"));
  });

  test.each(["claim", "contact"])("A40.1 an objection states its %s", async (field) => {
    const entry = await opened();
    const api = await p.as("citizen");
    const attachments = [await api.attach("说明.txt", "text/plain", "证据\n")];
    const form = { ...claim, [field]: "" };
    expect(await code(start(api, { kind: "opening-objection", subject: entry.id, form, attachments }))).toBe(
      "form_invalid",
    );
  });

  test("what was never open is unknown to whoever would object to it", async () => {
    const entry = await publish(p, "wjw", { ...epidemicEntry, name: "未开放的数据" });
    expect(await code(object("citizen", entry))).toBe("not_found");
  });

  test("A40.2 opening is suspended before the next request, by page, interface and download, with the reason", async () => {
    const entry = await opened();
    expect(await given(entry)).toBe("200");
    const { number } = await object("citizen", entry);
    expect(await given(entry)).toBe("opening_suspended");
    const refused = await refusal(p.anybody.send("GET", `/open/v1/${entry.code}/rows`));
    expect([refused.status, refused.article]).toEqual([403, "40"]);
    expect(refused.detail).toContain(number);
    const { state, suspension } = await page(entry);
    expect([state, suspension?.article, suspension?.reason]).toEqual([
      "suspended",
      "40",
      expect.stringContaining(number),
    ]);
    expect(await code(start(await p.as("wjw"), openingOf(entry)))).toBe("already_open");
    expect(await given(entry)).toBe("opening_suspended");
  });
});

describe("The provider's answer", () => {
  test.each(["restore", "withdrawData", "reopenProcessed"])(
    "A40.3 %s is the provider's, with finding and reasons",
    async (step) => {
      const { id } = await object("citizen", await opened());
      for (const other of ["sjj", "citizen"])
        expect([other, await code(act(await p.as(other), id, step, answer))]).toEqual([
          other,
          "not_the_holder",
        ]);
      expect(await code(act(await p.as("wjw"), id, step, { form: answer.form }))).toBe("reasons_missing");
      expect(await code(act(await p.as("wjw"), id, step, { reasons: "有理由" }))).toBe("form_invalid");
    },
  );

  test("A40.3 restored, it is open again as it was", async () => {
    const entry = await opened();
    await provider((await object("citizen", entry)).id, "restore");
    expect(await given(entry)).toBe("200");
    expect((await page(entry)).suspension).toBeNull();
  });

  test("A40.3 withdrawn, it is gone for good, and no answer to another objection brings it back", async () => {
    const entry = await opened();
    const [first, second] = [await object("citizen", entry), await object("company", entry)];
    await provider(first.id, "withdrawData");
    expect(await given(entry)).toBe("opening_withdrawn");
    expect(await code(page(entry))).toBe("opening_withdrawn");
    for (const step of ["restore", "reopenProcessed"])
      expect(await code(provider(second.id, step))).toBe("opening_withdrawn");
    expect(await code(object("citizen", entry))).toBe("opening_withdrawn");
    const early = await refusal(start(await p.as("wjw"), openingOf(entry)));
    expect([early.code, early.article]).toEqual(["opening_suspended", "40"]);
    await provider(second.id, "withdrawData");
    await openToPublic(p, entry);
    expect(await given(entry)).toBe("200");
  });

  test("A40.3 opened after processing, it holds data changed since the objection", async () => {
    const entry = await opened();
    const { id } = await object("citizen", entry);
    const early = await refusal(provider(id, "reopenProcessed"));
    expect([early.code, early.article]).toEqual(["nothing_new", "40"]);
    await upload(await p.as("wjw"), resource, `${csv(38)}2020-02-09,黑龙江省,230000,哈尔滨市,x,1,0,0,2\n`);
    expect(await code(provider(id, "reopenProcessed"))).toBe("nothing_new");
    await upload(await p.as("wjw"), resource, csv(37));
    await provider(id, "reopenProcessed");
    expect(await confirmed(entry)).toEqual(["37"]);
    expect((await page(entry)).version).toBe(2);
  });

  test("A40.2 two object: restoring for one while the other is open keeps it suspended", async () => {
    const entry = await opened();
    const [first, second] = [await object("citizen", entry), await object("company", entry)];
    expect((await provider(first.id, "restore")).state).toBe("answered");
    expect(await given(entry)).toBe("opening_suspended");
    await provider(second.id, "restore");
    expect(await given(entry)).toBe("200");
  });

  test("A40.2 two object: data processed for one stay suspended for the other", async () => {
    const entry = await opened();
    const [first, second] = [await object("citizen", entry), await object("company", entry)];
    await upload(await p.as("wjw"), resource, csv(37));
    await provider(first.id, "reopenProcessed");
    expect(await given(entry)).toBe("opening_suspended");
    await provider(second.id, "restore");
    expect(await confirmed(entry)).toEqual(["37"]);
  });
});

describe("The objector", () => {
  test("A40.4 reads the result and its reasons, and nobody else's", async () => {
    const { id } = await object("citizen", await opened());
    await provider(id, "restore");
    const { state, holder, history, actions } = await see(await p.as("citizen"), id);
    expect([state, holder?.id]).toEqual(["answered", p.party("citizen")]);
    const last = history.at(-1);
    expect([last?.action, last?.reasons, last?.form]).toEqual(["restore", answer.reasons, answer.form]);
    expect(last?.formSchema).toMatchObject({ properties: { finding: { title: "核实情况" } } });
    expect(actions.map(({ name }) => name).toSorted()).toEqual(["accept", "askReview"]);
    expect(await code(see(await p.as("company"), id))).toBe("not_found");
    expect((await act(await p.as("citizen"), id, "accept")).closed).toBe(true);
  });

  test("A40.5 asks the bureau of the provider's level for a review, which upholds or overturns with reasons", async () => {
    const entry = await opened();
    const { id } = await object("citizen", entry);
    await provider(id, "restore");
    const citizen = await p.as("citizen");
    expect(await code(act(citizen, id, "askReview"))).toBe("reasons_missing");
    expect((await act(citizen, id, "askReview", { reasons: "原件与答复不符" })).holder?.id).toBe(
      p.party("sjj"),
    );
    for (const step of ["uphold", "overturn"]) {
      expect(await code(act(await p.as("wjw"), id, step, { reasons: "自评" }))).toBe("not_the_holder");
      expect(await code(act(await p.as("sjj"), id, step))).toBe("reasons_missing");
    }
    const anew = await act(await p.as("sjj"), id, "overturn", { reasons: "请核对原件" });
    expect([anew.state, anew.holder?.id]).toEqual(["verifying", p.party("wjw")]);
    expect(await given(entry)).toBe("opening_suspended");
    await provider(id, "restore");
    await act(citizen, id, "askReview", { reasons: "仍不同意" });
    expect((await act(await p.as("sjj"), id, "uphold", { reasons: "经查属实" })).closed).toBe(true);
    expect(await given(entry)).toBe("200");
  });

  test("who says nothing for fifteen working days has let it lapse; who asked for review has not", async () => {
    const [silent, asking] = [
      await object("citizen", await opened()),
      await object("citizen", await opened()),
    ];
    for (const { id } of [silent, asking]) await provider(id, "restore");
    await act(await p.as("citizen"), asking.id, "askReview", { reasons: "原件与答复不符" });
    const clock = async (at: string) => (await p.as("sjj")).send("POST", "/api/v1/demo/clock", { at });
    const state = async ({ id }: Matter) => (await see(await p.as("citizen"), id)).state;
    await clock("2026-10-19T23:59:00+08:00");
    expect([await state(silent), await state(asking)]).toEqual(["answered", "bureau-review"]);
    await clock("2026-10-20T00:00:01+08:00");
    expect([await state(silent), await state(asking)]).toEqual(["closed", "bureau-review"]);
    const { history } = await see(await p.as("citizen"), silent.id);
    expect([history.at(-1)?.action, history.at(-1)?.by]).toEqual(["lapse", null]);
  });
});
