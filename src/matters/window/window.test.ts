import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  code,
  mount,
  openToPublic,
  publish,
  refusal,
  request,
  see,
  upload,
} from "../../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../../test/support/city.ts";
import { papersOf } from "../../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { checkedDocument } from "../../contract/document.ts";
import type { Entry } from "../../contract/entry.ts";
import { matter as matterSchema } from "../../contract/matter.ts";

let p: TestPlatform;
let register: Entry;
let papers: ReturnType<typeof papersOf>;

beforeAll(async () => {
  p = await testPlatform();
  papers = papersOf(p);
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
});
afterAll(() => p.close());

/** Hands in a matter on paper at the window of an account's office. */
const enter = async (who: string, body: object) =>
  (await p.as(who)).post("/api/v1/window/matters", body, matterSchema);

test("A27.1 a department's paper application is entered at the bureau's window, and not decided by who entered it", async () => {
  const { rows } = await p.t.pool.query("select uscc from parties.party where name = '双鸭山市民政局'");
  const applicant = { type: "organisation", creditCode: rows[0].uscc };
  const body = { kind: "sharing-application", subject: register.id, form: request, applicant };
  const entered = await enter("sjj", body);
  expect(entered).toMatchObject({
    starter: { name: "双鸭山市民政局" },
    holder: { name: "双鸭山市数据局" },
    window: { office: { name: "双鸭山市数据局" }, by: { name: "李文博" }, agent: null },
  });
  expect(await code(act(await p.as("sjj"), entered.id, "passToProvider"))).toBe("same_person_twice");
  const [kept] = (await papers.documents("sjj", entered.id)).items;
  if (kept === undefined) throw new Error("no receipt");
  expect(await code(papers.revoke("sjj", entered, kept, { act: "void", reason: "重打" }))).toBe(
    "document_stays",
  );
  const [receipt] = (await papers.documents("mzj", entered.id)).items;
  if (receipt === undefined) throw new Error("no receipt");
  const text = await papers.textOf("mzj", receipt);
  const [due] = entered.deadlines;
  const day = due?.dueOn.split("-").map(Number) ?? [];
  for (const part of [
    entered.number,
    `${day[0]}年${day[1]}月${day[2]}日前`,
    "窗口代录：李文博",
    receipt.code,
  ]) {
    expect(text).toContain(part);
  }
  expect(await p.anybody.get(`/api/v1/check/${receipt.code}`, checkedDocument)).toMatchObject({
    kind: "receipt",
    number: entered.number,
    state: "市数据局审核",
    closed: false,
    dueOn: due?.dueOn,
  });

  for (const [who, refused] of [
    ["gaj", "may_not_start"],
    ["jixian-sjj", "may_not_start"],
    ["citizen", "forbidden"],
    ["sysadmin", "forbidden"],
  ] as const) {
    expect([who, await code(enter(who, body))]).toEqual([who, refused]);
  }
  const of = (creditCode: string) => enter("sjj", { ...body, applicant: { ...applicant, creditCode } });
  expect(await code(of("11230500000000000F"))).toBe("not_found");
  expect((await refusal(of("112305000000000000"))).message).toContain("/applicant/creditCode");
  const { rows: left } = await p.t.pool.query(
    "select from matters.matter where kind = 'sharing-application' and started_by_name = '孙立群'",
  );
  expect(left).toHaveLength(0);
});

/** Figures of the health commission that everybody may use. */
async function openFigures(): Promise<Entry> {
  const figures = await publish(p, "wjw", epidemicEntry);
  const wjw = await p.as("wjw");
  const row = "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2";
  const header = "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡";
  await upload(wjw, await mount(wjw, figures), `${header}\n${row}\n`);
  await openToPublic(p, figures);
  return figures;
}

test("A40.1 a resident without an account objects on paper by an agent, whose authority is kept, no number is", async () => {
  const figures = await openFigures();
  const sjj = await p.as("sjj");
  const [proof, authority] = [
    await sjj.attach("凭证.txt", "text/plain", "原始凭证\n"),
    await sjj.attach("委托书.pdf", "application/pdf", "%PDF-1.7 authority"),
  ];
  const body = {
    kind: "opening-objection",
    subject: figures.id,
    form: { ground: "error", claim: "数字有误", where: "", contact: "0469-0000001" },
    attachments: [proof],
    applicant: { type: "person", name: "㼆某", document: "identity-card", seen: true },
    agent: { name: "代某", document: "identity-card", seen: true, authority },
  };
  const unseen = { ...body, applicant: { ...body.applicant, seen: false } };
  expect((await refusal(enter("sjj", unseen))).status).toBe(400);
  const entered = await enter("sjj", body);
  expect(entered).toMatchObject({ starter: { name: "㼆某" }, window: { agent: "代某" } });
  expect((await papers.download("wjw", authority)).toString()).toBe("%PDF-1.7 authority");
  await act(await p.as("wjw"), entered.id, "restore", { form: { finding: "已核对" }, reasons: "一致" });
  const version = (await see(sjj, entered.id)).version;
  const step = (who: string) => async () =>
    (await p.as(who)).post(`/api/v1/window/matters/${entered.id}/actions/accept`, { version }, matterSchema);
  expect(await code(step("wjw")())).toBe("not_the_holder");
  expect((await step("sjj")()).state).toBe("closed");
}, 180_000);
