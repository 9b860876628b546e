import { randomBytes } from "node:crypto";
import { z } from "zod";
import { listOf } from "../../contract/common.ts";
import type { Entry } from "../../contract/entry.ts";
import { type Grant, gatewayAnswer, gatewayVerified, grant as grantSchema } from "../../contract/grant.ts";
import { wallNow } from "../../platform/clocks/index.ts";
import type { SigningKey } from "../../platform/signatures/index.ts";
import type { DemoCity } from "../city/load.ts";
import { registerRows } from "../demo/register.ts";
import { type Api, signedCall } from "./api.ts";
import type { Cast } from "./cast.ts";
import { refusal } from "./catalogue.ts";
import { act, assess, start } from "./matters.ts";
import { expect, type Report } from "./report.ts";

export const request = {
  scenario: "最低生活保障申请受理时，逐户核对申请人姓名和户籍地址",
  mode: "query",
  columns: ["xm", "hjdz"],
  rowScope: "本次受理的申请人及共同生活的家庭成员",
  basis: "《社会救助暂行办法》第五十八条",
  months: 12,
};

/** Act 3: an application, the provider's decision column by column, and the grant that comes of it. */
export async function applyForRegister(report: Report, cast: Cast, register: Entry): Promise<Grant> {
  const opened = await start(report, cast.mzj, {
    kind: "sharing-application",
    subject: register.id,
    form: request,
  });
  await act(report, cast.sjj, opened.id, "passToProvider");
  const without = await refusal(() => act(report, cast.gaj, opened.id, "refuse"));
  expect(without.code === "reasons_missing", "不同意须说明理由");
  report.refused("不写理由的不同意", cast.gaj.name, without);
  const columns = request.columns.map((column) => ({ column, treatment: "masked", reason: "" }));
  const decision = { form: { columns, opinion: "用途与目录条件相符，脱敏提供。" } };
  const unweighed = await refusal(() => act(report, cast.gaj, opened.id, "grant", decision));
  expect(unweighed.code === "impact_not_assessed", "个人信息须先评估影响");
  report.refused("没有影响评估就同意", cast.gaj.name, unweighed);
  await assess(report, cast.gaj, opened.id);
  await act(report, cast.gaj, opened.id, "grant", decision);
  return granted(report, cast, opened.id);
}

/** Act 3: another purpose, verification only, is another application and another grant. */
export async function applyForVerification(report: Report, cast: Cast, register: Entry): Promise<Grant> {
  const opened = await start(report, cast.mzj, {
    kind: "sharing-application",
    subject: register.id,
    form: { ...request, mode: "verify", columns: ["xm"], scenario: "婚姻登记窗口核验当事人姓名", months: 3 },
  });
  await act(report, cast.sjj, opened.id, "passToProvider");
  await assess(report, cast.gaj, opened.id);
  await act(report, cast.gaj, opened.id, "grant", {
    form: { columns: [{ column: "xm", treatment: "verify-only", reason: "" }], opinion: "同意核验。" },
  });
  return granted(report, cast, opened.id);
}

async function granted(report: Report, cast: Cast, matterId: string): Promise<Grant> {
  const { items } = await cast.mzj.get("/api/v1/grants?side=held&limit=200", listOf(grantSchema));
  const made = items.find((one) => one.matterId === matterId);
  if (made === undefined) throw new Error("与预期不符：没有生成使用权限");
  report.line(
    "生成使用权限",
    "平台",
    "27¶2(2)",
    "",
    `用途编码 ${made.purpose}，至 ${made.validUntil ?? "长期"}`,
  );
  return made;
}

/** An identity number that nobody in the register has. */
const stranger = (city: DemoCity) => `${city.identityAreas.demonstration}190001010002`;

/** Act 4, at the end: the holder gives the grant back; the next call is refused. */
export async function withdraw(
  report: Report,
  url: string,
  cast: Cast,
  grant: Grant,
  key: SigningKey,
): Promise<void> {
  await start(report, cast.mzj, { kind: "grant-return", subject: grant.id, form: { why: "本批核对已办结" } });
  const [person] = registerRows(cast.city, 1);
  const body = { purpose: grant.purpose, subject: person?.[0] ?? "" };
  const refused = await refusal(() => signedCall(url, `/share/v1/${grant.resource.code}/query`, body, key));
  expect(refused.code === "grant_ended", "交回的使用权限不能再用");
  report.refusedCall("权限终止后调用", cast.mzj.name, refused);
}

/** A client system of the unit with a fresh key. */
export async function issueKey(report: Report, api: Api): Promise<SigningKey> {
  const { id } = await api.post(
    "/api/v1/clients",
    { name: `低保核对系统 ${randomBytes(3).toString("hex")}` },
    z.object({ id: z.uuid() }),
  );
  const issued = await api.post(
    `/api/v1/clients/${id}/keys`,
    { algorithm: "hmac-sha256" },
    z.object({ keyid: z.string(), secret: z.string() }),
  );
  report.line("签发调用密钥", api.name, "60¶2", "", `keyid ${issued.keyid}，密钥只显示这一次`);
  return { keyid: issued.keyid, algorithm: "hmac-sha256", secret: Buffer.from(issued.secret, "base64") };
}

/** Act 4: signed calls: what is granted is answered, everything else refused with its article. */
export async function callGateway(
  report: Report,
  url: string,
  cast: Cast,
  grant: Grant,
  key: SigningKey,
): Promise<void> {
  const [person] = registerRows(cast.city, 1);
  const api = cast.mzj;
  const subject = person?.[0] ?? "";
  const body = { purpose: grant.purpose, subject };
  const query = `/share/v1/${grant.resource.code}/query`;
  const answer = gatewayAnswer.parse(JSON.parse((await signedCall(url, query, body, key)).text));
  const row = answer.items[0] ?? {};
  expect(Object.keys(row).toSorted().join() === "hjdz,xm", "只返回授权的两项");
  expect(row.xm?.includes("*") === true, "姓名已脱敏");
  report.line("签名调用查询一人", api.name, "27¶2(2)", "", `返回 ${JSON.stringify(row)}`);

  const unknown = await signedCall(url, query, { ...body, subject: stranger(cast.city) }, key);
  expect(gatewayAnswer.parse(JSON.parse(unknown.text)).items.length === 0, "查无此人返回空");

  const once = { nonce: `story-${answer.usage}`, created: wallNow() };
  await signedCall(url, query, body, key, once);
  const changed = JSON.stringify({ ...body, subject: "x" });
  const call = (asked: object, tampering = {}) => signedCall(url, query, asked, key, tampering);
  const attempts: [what: string, code: string, attempt: () => Promise<unknown>][] = [
    ["查询未授权的数据项", "column_not_granted", () => call({ ...body, columns: ["csrq"] })],
    ["改用其他用途", "purpose_not_granted", () => call({ ...body, purpose: "p-00000000" })],
    ["重放同一请求", "nonce_replayed", () => call(body, once)],
    ["签名后改动请求内容", "digest_mismatch", () => call(body, { body: changed })],
    ["签给别的网址", "wrong_authority", () => call(body, { authority: "http://elsewhere.example" })],
  ];
  for (const [what, code, attempt] of attempts) {
    const refused = await refusal(attempt);
    expect(refused.code === code, `${what}应以 ${code} 拒绝，实为 ${refused.code}`);
    report.refusedCall(what, api.name, refused);
  }
}

/** Act 7, at the end: a grant that has run out by the law's clock carries no call any more. */
export async function callExpired(
  report: Report,
  url: string,
  cast: Cast,
  grant: Grant,
  key: SigningKey,
): Promise<void> {
  const [person] = registerRows(cast.city, 1);
  const body = { purpose: grant.purpose, subject: person?.[0] ?? "", claims: { xm: person?.[1] ?? "" } };
  const refused = await refusal(() => signedCall(url, `/share/v1/${grant.resource.code}/verify`, body, key));
  expect(refused.code === "grant_expired", "到期的使用权限不能再用");
  report.refusedCall("到期后调用", cast.mzj.name, refused);
}

/** Act 4, continued: a verification grant answers yes or no and gives nothing away. */
export async function verify(
  report: Report,
  url: string,
  cast: Cast,
  grant: Grant,
  key: SigningKey,
): Promise<void> {
  const [person] = registerRows(cast.city, 1);
  const path = `/share/v1/${grant.resource.code}/verify`;
  const ask = async (subject: string, name: string) =>
    gatewayVerified.parse(
      JSON.parse(
        (await signedCall(url, path, { purpose: grant.purpose, subject, claims: { xm: name } }, key)).text,
      ),
    ).match;
  const subject = person?.[0] ?? "";
  expect((await ask(subject, person?.[1] ?? "")) === true, "相符答是");
  expect((await ask(subject, "查无此名")) === false, "不符答否");
  expect((await ask(stranger(cast.city), "查无此人")) === false, "查无此人答否");
  report.line("核验姓名", cast.mzj.name, "27¶2(2)", "", "相符答“是”，不符和查无此人都答“否”，不返回数据");
}
