import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { unpacked } from "../../../test/support/archive.ts";
import {
  type Api,
  act,
  apply,
  code,
  mount,
  openToPublic,
  publish,
  refusal,
  request,
  see,
  start,
  upload,
} from "../../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../../test/support/city.ts";
import { included } from "../../../test/support/ledger.ts";
import { pagesOf } from "../../../test/support/pdf.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { checkedDocument, type IssuedDocument, matterDocuments } from "../../contract/document.ts";
import type { Entry } from "../../contract/entry.ts";
import { type Matter, matter as matterSchema } from "../../contract/matter.ts";
import type { EvidenceSource } from "../../platform/ledger/index.ts";
import { commitmentOf } from "../../platform/ledger/leaf.ts";
import { documentEvidence, revocationEvidence, scanEvidence } from "./evidence.ts";

let p: TestPlatform;
let register: Entry;
let refused: Matter;
const reasons = "申请范围超出救助核对所需，请改按“仅核验”申请";

beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  refused = await refusedApplication();
});
afterAll(() => p.close());

async function refusedApplication(): Promise<Matter> {
  const { id } = await apply(await p.as("mzj"), register);
  await act(await p.as("sjj"), id, "passToProvider");
  return act(await p.as("gaj"), id, "refuse", { reasons });
}

const documents = (api: Api, id: string) => api.get(`/api/v1/matters/${id}/documents`, matterDocuments);

async function issue(who: string, id: string, name: string, form: object = {}): Promise<IssuedDocument> {
  const api = await p.as(who);
  const { items } = await api.post(`/api/v1/matters/${id}/documents`, { name, form }, matterDocuments);
  const made = items.findLast((one) => one.name === name);
  if (made === undefined) throw new Error("nothing was issued");
  return made;
}

/** The bytes of a file as an account gets them. */
async function download(who: string, file: string): Promise<Buffer> {
  const answer = await fetch(`${p.url}/api/v1/files/${file}`, {
    headers: { authorization: `Bearer ${(await p.as(who)).token}` },
  });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

const textOf = async (who: string, { file }: IssuedDocument): Promise<string> =>
  (await pagesOf(await download(who, file.id))).join("");

test("the receipt of a step is printed with its checkpoint and the path that leads to it", async () => {
  const last = refused.history.at(-1);
  const inclusion = await included(p.t.db, last?.receipt ?? "");
  const url = `/api/v1/matters/${refused.id}/receipts/${last?.seq}`;
  const { text } = await (await p.as("mzj")).send("GET", url);
  expect(text).toContain(refused.number);
  expect(text).toContain(`回执：${last?.receipt}`);
  for (const hash of inclusion.hashes) expect(text).toContain(hash.toString("base64"));
  expect(text.split("\n").filter((line) => line.startsWith("— "))).toHaveLength(2);

  const stranger = await refusal((await p.as("rsj")).send("GET", url));
  const missing = await refusal((await p.as("mzj")).send("GET", url.replace(/\d+$/, "99")));
  expect([stranger.status, missing.status]).toEqual([404, 404]);
});

test("A27.5 the provider's refusal goes out as a numbered letter with its specific reasons", async () => {
  const { issuable } = await documents(await p.as("gaj"), refused.id);
  expect(issuable.map(({ name }) => name)).toEqual(["impactAssessment", "refusalReasons"]);
  const letter = await issue("gaj", refused.id, "refusalReasons");
  expect(letter).toMatchObject({ title: "不同意共享告知书", number: "双公告〔2026〕1号" });
  const text = await textOf("mzj", letter);
  for (const part of [
    "双公告〔2026〕1号",
    "双鸭山市民政局：",
    "你单位于2026年9月21日提出的",
    refused.number,
    reasons,
    "《双鸭山市公共数据管理暂行办法》第二十七条第二款第二项",
    letter.code,
  ]) {
    expect(text).toContain(part);
  }
});

test("A27.4 the provider's review of personal data leaves its impact assessment, in the words it was weighed in", async () => {
  const { id } = await apply(await p.as("mzj"), register);
  expect(await code(issue("gaj", id, "impactAssessment", {}))).toBe("document_not_due");
  await act(await p.as("sjj"), id, "passToProvider");
  const form = {
    purpose: "为救助对象核对户籍，依据《社会救助暂行办法》，只取姓名和户籍地址。",
    impact: "泄露会暴露住址，风险中等；被核对的人不超过申请救助的家庭。",
    measures: "仅核验住址，不返回原文；按次留痕，使用权限一年。\n发现异常即中断调用。",
    conclusion: "影响可控，同意按仅核验方式共享。",
  };
  expect(await code(issue("gaj", id, "impactAssessment", { ...form, impact: " " }))).toBe("form_invalid");
  expect(await code(issue("mzj", id, "impactAssessment", form))).toBe("not_the_holder");
  const report = await issue("gaj", id, "impactAssessment", form);
  expect(report).toMatchObject({ kind: "impact-assessment", number: "双公评〔2026〕1号" });
  const text = await textOf("gaj", report);
  for (const part of [
    "个人信息保护影响评估报告",
    "双公评〔2026〕1号",
    ...Object.values(form),
    "姓名、户籍地址",
    "《中华人民共和国个人信息保护法》第五十五条、第五十六条",
    "双鸭山市公安局（盖章）",
    report.code,
  ])
    expect(text).toContain(part.replaceAll(/\s/g, ""));
  expect(await check(report)).toMatchObject({ kind: "impact-assessment", office: "双鸭山市公安局" });
});

const sequenceOf = ({ number }: { number: string | null }): number =>
  Number(/^双公告〔2026〕(\d+)号$/.exec(number ?? "")?.[1]);

test("A22.1 numbers follow each other without a gap, whatever is refused or tried twice", async () => {
  const [one, two] = [await refusedApplication(), await refusedApplication()];
  const both = await Promise.allSettled([
    issue("gaj", one.id, "refusalReasons"),
    issue("gaj2", one.id, "refusalReasons"),
  ]);
  const issued = both.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  expect(issued).toHaveLength(1);
  expect(await code(issue("gaj", one.id, "refusalReasons"))).toBe("document_issued");
  expect(await code(issue("mzj", two.id, "refusalReasons"))).toBe("not_the_holder");
  expect(await code(issue("gaj", two.id, "grantNotice"))).toBe("document_not_due");
  expect(await code(issue("rsj", two.id, "refusalReasons"))).toBe("not_found");
  expect(await code(issue("gaj", two.id, "impactAssessment"))).toBe("form_invalid");
  const next = await issue("gaj", two.id, "refusalReasons");
  expect(sequenceOf(next)).toBe((issued.map(sequenceOf)[0] ?? 0) + 1);
});

test("an application form and an approval form say in ruled cells what was asked and how it went", async () => {
  const asked = await textOf("sjj", await issue("mzj", refused.id, "applicationForm"));
  for (const part of ["公共数据共享申请表", "具体应用场景", "姓名、户籍地址", "接口查询", refused.number]) {
    expect(asked).toContain(part);
  }
  const approval = await issue("sjj", refused.id, "approvalForm");
  expect(approval.number).toBe("双数审〔2026〕1号");
  const text = await textOf("gaj", approval);
  for (const part of ["环节单位、经办人意见日期", "形式审查通过，转提供部门", "李文博", reasons]) {
    expect(text).toContain(part);
  }
});

test("whoever holds the paper may check it, and learns nothing about persons or content", async () => {
  const [letter] = (await documents(await p.as("mzj"), refused.id)).items;
  if (letter === undefined) throw new Error("no letter");
  const found = await p.anybody.get(`/api/v1/check/${letter.code}`, checkedDocument);
  const bytes = await download("mzj", letter.file.id);
  expect(found).toEqual({
    code: letter.code,
    kind: "reasons",
    title: "不同意共享告知书",
    number: "双公告〔2026〕1号",
    office: "双鸭山市公安局",
    date: "2026-09-21",
    state: "不同意共享",
    closed: true,
    dueOn: null,
    bytes: String(bytes.length),
    sm3: createHash("sm3").update(bytes).digest("hex"),
    receipt: null,
    revocation: null,
    replaces: null,
  });
  const missing = await refusal(p.anybody.send("GET", "/api/v1/check/0000-0000-0000"));
  const nonsense = await refusal(p.anybody.send("GET", "/api/v1/check/1"));
  expect([missing.status, nonsense.status]).toEqual([404, 400]);
});

test("a stamped scan stands beside its document, put there by the office that issued it", async () => {
  const [letter] = (await documents(await p.as("gaj"), refused.id)).items;
  const url = `/api/v1/matters/${refused.id}/documents/${letter?.id}/scans`;
  const gaj = await p.as("gaj");
  const scan = await gaj.attach("盖章件.pdf", "application/pdf", "%PDF-1.7 scan");
  const note = await gaj.attach("盖章件.txt", "text/plain", "不是图");
  expect(await code((await p.as("mzj")).post(url, { file: scan }, matterDocuments))).toBe("not_the_holder");
  expect(await code(gaj.post(url, { file: note }, matterDocuments))).toBe("unsupported_media_type");
  await gaj.post(url, { file: scan }, matterDocuments);
  const [again] = (await documents(await p.as("mzj"), refused.id)).items;
  expect(again).toMatchObject({
    file: letter?.file,
    scans: [{ name: "盖章件.pdf", by: { name: "孙立群" } }],
  });
  expect((await download("mzj", scan)).toString()).toBe("%PDF-1.7 scan");
});

test("the set of a matter is one archive: list, documents, scans and receipts, for its parties only", async () => {
  const url = `${p.url}/api/v1/matters/${refused.id}/archive.zip`;
  const fetched = async (who: string) =>
    fetch(url, { headers: { authorization: `Bearer ${(await p.as(who)).token}` } });
  const answer = await fetched("mzj");
  expect(answer.headers.get("content-disposition")).toContain("attachment");
  const members = unpacked(Buffer.from(await answer.arrayBuffer()));
  const { items } = await documents(await p.as("mzj"), refused.id);
  const names = [...members.keys()];
  expect(names.slice(0, 2)).toEqual(["目录.pdf", "目录.csv"]);
  expect(names.filter((name) => name.startsWith("文书/"))).toHaveLength(items.length + 1);
  expect(names.filter((name) => name.startsWith("存证/"))).toHaveLength(refused.history.length);
  const list = members.get("目录.csv")?.toString() ?? "";
  for (const [name, content] of [...members].slice(2)) {
    const digest = createHash("sm3").update(content).digest("hex");
    expect(list.split("\r\n").find((line) => line.includes(name))).toContain(digest);
  }
  expect((await pagesOf(members.get("目录.pdf") ?? Buffer.alloc(0))).join("")).toContain("案卷目录");
  expect((await fetched("rsj")).status).toBe(404);
});

const revokeAs = async (who: string, { id }: { id: string }, document: IssuedDocument, form: object) =>
  (await p.as(who)).post(`/api/v1/matters/${id}/documents/${document.id}/revocation`, form, matterDocuments);

const check = (of: IssuedDocument) => p.anybody.get(`/api/v1/check/${of.code}`, checkedDocument);

test("A22.1 a document made void keeps its number; its code leads to the one in its place", async () => {
  const matter = await refusedApplication();
  const old = await issue("gaj", matter.id, "refusalReasons");
  const reason = "收文单位名称写错";
  for (const [who, why] of [
    ["mzj", "not_the_holder"],
    ["sjj", "not_the_holder"],
    ["rsj", "not_found"],
    ["auditor", "not_the_holder"],
  ] as const)
    expect([who, await code(revokeAs(who, matter, old, { act: "void", reason }))]).toEqual([who, why]);
  expect((await refusal(revokeAs("gaj", matter, old, { act: "void", reason: " " }))).status).toBe(400);
  await revokeAs("gaj2", matter, old, { act: "void", reason });
  expect(await code(revokeAs("gaj", matter, old, { act: "revoked", reason }))).toBe("document_revoked");
  expect(await check(old)).toMatchObject({ revocation: { act: "void", replacedBy: null } });

  const both = await Promise.allSettled([
    issue("gaj", matter.id, "refusalReasons"),
    issue("gaj2", matter.id, "refusalReasons"),
  ]);
  const [next] = both.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (next === undefined) throw new Error("nothing was issued in its place");
  expect(both.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(sequenceOf(next)).toBe(sequenceOf(old) + 1);
  expect(await code(issue("gaj", matter.id, "refusalReasons"))).toBe("document_issued");
  const named = (of: IssuedDocument) => ({ number: of.number, code: of.code });
  expect(await check(old)).toMatchObject({ revocation: { replacedBy: named(next) }, replaces: null });
  expect(await check(next)).toMatchObject({ revocation: null, replaces: named(old) });
  expect(await textOf("mzj", next)).toContain(`本文书替代${old.number}，原文书作废`);
  expect(JSON.stringify(await check(old))).not.toContain(reason);

  const { items } = await documents(await p.as("mzj"), matter.id);
  expect(items.find(({ id }) => id === old.id)).toMatchObject({
    number: old.number,
    mayRevoke: false,
    revocation: { act: "void", reason, by: { name: "韩冬" }, replacedBy: { id: next.id } },
  });
  expect((await download("mzj", old.file.id)).length).toBe(Number(old.file.bytes));
});

test("A22.1 a document revoked is not issued again for its step; a receipt stays", async () => {
  const matter = await refusedApplication();
  const letter = await issue("gaj", matter.id, "refusalReasons");
  await revokeAs("gaj", matter, letter, { act: "revoked", reason: "不应当制发" });
  expect(await check(letter)).toMatchObject({ revocation: { act: "revoked", replacedBy: null } });
  expect(await code(issue("gaj", matter.id, "refusalReasons"))).toBe("document_revoked");
  const { issuable } = await documents(await p.as("gaj"), matter.id);
  expect(issuable.map(({ name }) => name)).not.toContain("refusalReasons");
  await vi.waitFor(async () => {
    const { rows } = await p.t.pool.query("select title from platform.notice where about = 'revoked'");
    expect(rows.map(({ title }) => title)).toContain("文书已撤销：不同意共享告知书");
  }, 10_000);
});

test("a document or a scan changed behind the platform's back no longer fits its leaf", async () => {
  for (const [source, field, evidence] of [
    ["matters.document", "number", documentEvidence],
    ["matters.document_scan", "sm3", scanEvidence],
    ["matters.document_revocation", "reason", revocationEvidence],
  ] as const) {
    const { rows } = await p.t.pool.query(`select id, ${field} as value from ${source} order by id limit 1`);
    const change = (to: string) =>
      p.t.ownerPool.query(`update ${source} set ${field} = $1 where id = $2`, [to, rows[0].id]);
    expect(await fits(source, evidence, rows[0].id)).toBe(true);
    await change("改动");
    expect(await fits(source, evidence, rows[0].id)).toBe(false);
    await change(rows[0].value);
  }
});

/** Whether the record as it is now is what its leaf commits to. */
async function fits(source: string, evidence: EvidenceSource, id: string): Promise<boolean> {
  const { rows } = await p.t.ownerPool.query(
    "select salt, commitment from ledger.body join ledger.leaf using (leaf_hash) where ref = $1",
    [`${source}:${id}`],
  );
  const body = await p.t.db.transaction().execute(async (tx) => evidence.read(tx, [id]));
  const found = body.get(id);
  return found !== undefined && commitmentOf(rows[0].salt, found).equals(rows[0].commitment);
}

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
  const [kept] = (await documents(await p.as("sjj"), entered.id)).items;
  if (kept === undefined) throw new Error("no receipt");
  expect(await code(revokeAs("sjj", entered, kept, { act: "void", reason: "重打" }))).toBe("document_stays");
  const [receipt] = (await documents(await p.as("mzj"), entered.id)).items;
  if (receipt === undefined) throw new Error("no receipt");
  const text = await textOf("mzj", receipt);
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

let figures: Entry;

test("A38.3 the security and secrecy review leaves its form", async () => {
  figures = await publish(p, "wjw", epidemicEntry);
  const wjw = await p.as("wjw");
  const row = "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2";
  const header = "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡";
  await upload(wjw, await mount(wjw, figures), `${header}\n${row}\n`);
  await openToPublic(p, figures);
  const opening = (await p.t.pool.query("select id from matters.matter where kind = 'opening-publication'"))
    .rows[0];
  const review = await textOf("sjj", await issue("wjw2", opening.id, "secrecyReview"));
  for (const part of [
    "安全保密审查表",
    "不含国家秘密、工作秘密是",
    "无须处理：均为汇总统计数",
    "第三十八条",
  ]) {
    expect(review).toContain(part);
  }
}, 180_000);

test("A40.2 A40.4 A40.5 an objection leaves its papers: suspension, result, decision of the review", async () => {
  const [citizen, wjw] = [await p.as("citizen"), await p.as("wjw")];
  const attachments = [await citizen.attach("证据.txt", "text/plain", "通报截图\n")];
  const form = { ground: "error", claim: "数字有误", where: "2月9日", contact: "0469-0000000" };
  const { id } = await start(citizen, { kind: "opening-objection", subject: figures.id, form, attachments });
  const suspension = await textOf("citizen", await issue("wjw", id, "suspensionNotice"));
  for (const part of ["中止开放", "刘晓晨：", "您于2026年9月21日提出的", "第四十条"])
    expect(suspension).toContain(part);
  await act(wjw, id, "restore", { form: { finding: "已核对原件" }, reasons: "与原始报表一致" });
  const result = await issue("wjw", id, "resultNotice");
  expect(result.number).toBe("双卫健告〔2026〕1号");
  const told = await textOf("citizen", result);
  for (const part of [
    "办理结果：恢复开放",
    "核实情况：已核对原件",
    "与原始报表一致",
    "可以申请由提供单位的同级",
  ]) {
    expect(told).toContain(part);
  }
  await act(citizen, id, "askReview", { reasons: "仍有出入" });
  await act(await p.as("sjj"), id, "uphold", { reasons: "复核无误" });
  const decision = await textOf("citizen", await issue("sjj", id, "reviewDecision"));
  for (const part of ["异议复核决定书", "办理结果：维持结果", "复核无误"]) expect(decision).toContain(part);
  const own = await issue("citizen", id, "applicationForm");
  expect((await p.anybody.get(`/api/v1/check/${own.code}`, checkedDocument)).office).toBeNull();
}, 180_000);

test("A40.1 a resident without an account objects on paper by an agent, whose authority is kept, no number is", async () => {
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
  expect((await download("wjw", authority)).toString()).toBe("%PDF-1.7 authority");
  await act(await p.as("wjw"), entered.id, "restore", { form: { finding: "已核对" }, reasons: "一致" });
  const version = (await see(sjj, entered.id)).version;
  const step = (who: string) => async () =>
    (await p.as(who)).post(`/api/v1/window/matters/${entered.id}/actions/accept`, { version }, matterSchema);
  expect(await code(step("wjw")())).toBe("not_the_holder");
  expect((await step("sjj")()).state).toBe("closed");
}, 180_000);
