import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  act,
  code,
  compile,
  mount,
  publish,
  readEntry,
  refusal,
  save,
  see,
  start,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { pagesOf } from "../../test/support/pdf.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { jcs } from "../../verifier/jcs.ts";
import { sm3 } from "../../verifier/sm3.ts";
import { listOf } from "../contract/common.ts";
import { checkedDocument, matterDocuments } from "../contract/document.ts";
import type { EntryContent } from "../contract/entry.ts";
import { listRow, listStatus, listVersion, recordDocument } from "../contract/lists.ts";
import type { Matter } from "../contract/matter.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const draft = (more: Partial<EntryContent> = {}): EntryContent => ({
  ...epidemicEntry,
  name: `清单统计第${++names}种`,
  ...more,
});
const shut = { sharingClass: "not-shared", sharingBasis: "《统计法》第九条" } as const;
const lines = async (who: string, list: string, query = "") =>
  (await (await p.as(who)).get(`/api/v1/lists/${list}${query}`, listOf(listRow))).items;
const status = async (who: string, list: string) =>
  (await (await p.as(who)).get(`/api/v1/lists/${list}/status`, z.object({ items: z.array(listStatus) })))
    .items;
const versions = async (who: string, list: string) =>
  (await (await p.as(who)).get(`/api/v1/lists/${list}/versions`, z.object({ items: z.array(listVersion) })))
    .items;
const record = async (who: string, id: string) =>
  (await p.as(who)).get(`/api/v1/catalogue/records/${id}`, recordDocument);
const begin = async (who: string, kind: string, form: object): Promise<Matter> =>
  start(await p.as(who), { kind, form });

describe("Lists", () => {
  test("A23.1 A23.3 the sharing lists are derived from what is in force, confirmed, merged and published in versions", async () => {
    const open = await publish(p, "wjw", draft());
    const closed = await publish(p, "wjw", draft(shut));
    expect((await lines("wjw", "sharing-responsibility")).map(({ id }) => id)).toEqual([open.id]);
    expect((await lines("wjw", "not-shared")).map(({ id, basis }) => [id, basis])).toEqual([
      [closed.id, "《统计法》第九条"],
    ]);
    const early = await refusal(begin("sjj", "list-publication", { list: "not-shared" }));
    expect([early.code, early.article]).toEqual(["list_empty", "23"]);
    const { id } = await begin("wjw", "list-submission", { list: "not-shared" });
    expect(await code(begin("wjw2", "list-submission", { list: "not-shared" }))).toBe("list_under_way");
    expect(await code(act(await p.as("wjw2"), id, "confirm"))).toBe("not_the_holder");
    await act(await p.as("sjj"), id, "confirm");
    const publication = await begin("sjj", "list-publication", { list: "not-shared" });
    expect(await code(act(await p.as("sjj"), publication.id, "publish"))).toBe("same_person_twice");
    await act(await p.as("sjj2"), publication.id, "publish");
    const [version] = await versions("mzj", "not-shared");
    expect([version?.version, version?.lines]).toEqual([1, 1]);
    const { body } = await record("mzj", version?.id ?? "");
    expect(
      z
        .array(listRow)
        .parse(body.rows)
        .map((row) => [row.id, row.unit.id]),
    ).toEqual([[closed.id, p.party("wjw")]]);
  });

  test("A23.2 the bureau sees who has submitted which list and whose is out of date", async () => {
    const mine = async () =>
      (await status("sjj", "sharing-responsibility")).find(({ unit }) => unit.id === p.party("mzj"));
    await publish(p, "mzj", draft());
    expect(await mine()).toMatchObject({ lines: 1, confirmedAt: null, stale: false, matterId: null });
    const { id } = await begin("mzj", "list-submission", { list: "sharing-responsibility" });
    expect((await mine())?.matterId).toBe(id);
    await act(await p.as("sjj"), id, "confirm");
    expect(await mine()).toMatchObject({ version: 1, stale: false, matterId: null });
    await publish(p, "mzj", draft());
    expect(await mine()).toMatchObject({ lines: 2, version: 1, stale: true });
    expect(await code(status("mzj", "sharing-responsibility"))).toBe("forbidden");
    const counties = (await status("jixian-sjj", "sharing-responsibility")).map(({ unit }) => unit.id);
    expect(counties).not.toContain(p.party("mzj"));
  });

  test("A38.1 A38.2 each region publishes its opening responsibility list; the sharing lists are the city's; A8.4 lists are of the bureaus", async () => {
    await publish(p, "jixian-wjw", draft(), "jixian-sjj");
    const { id } = await begin("jixian-wjw", "list-submission", { list: "open-responsibility" });
    await act(await p.as("jixian-sjj"), id, "confirm");
    const cityOnly = await refusal(begin("jixian-sjj", "list-publication", { list: "not-shared" }));
    expect([cityOnly.code, cityOnly.article]).toEqual(["list_not_yours", "23"]);
    expect(await code(begin("mzj", "list-publication", { list: "open-responsibility" }))).toBe(
      "list_not_yours",
    );
    const { state } = await begin("jixian-sjj", "list-publication", { list: "open-responsibility" });
    expect(state).toBe("re-review");
    expect((await lines("jixian-wjw", "open-responsibility")).map(({ terms }) => terms)).toEqual([
      "无条件开放",
    ]);
  });

  test("a unit sees the lines of its own list only", async () => {
    const query = `?unit=${p.party("mzj")}`;
    expect(await code(lines("wjw", "sharing-demand", query))).toBe("not_found");
    expect(await code(lines("citizen", "not-shared"))).toBe("forbidden");
    expect(await lines("dsj", "sharing-demand", query)).toEqual([]);
  });
});

/** The certificate on paper: what it says, and what anybody is told who has its code. */
async function printed(matter: string, title: string, entry: string): Promise<void> {
  const [builder, bureau] = [await p.as("wjw"), await p.as("sjj")];
  const path = `/api/v1/matters/${matter}/documents`;
  expect(await code(builder.post(path, { name: "certificate" }, matterDocuments))).toBe("not_the_holder");
  const { items } = await bureau.post(path, { name: "certificate" }, matterDocuments);
  const [document] = items;
  if (document === undefined) throw new Error("no certificate was issued");
  expect([document.kind, document.title]).toEqual(["certificate", title]);
  const pdf = await fileFrom(builder, "GET", `/api/v1/files/${document.file.id}`);
  const text = (await pagesOf(pdf)).join("");
  for (const words of [title, "双鸭山市卫生健康委员会", "传染病监测预警系统", entry, document.code])
    expect(text).toContain(words.replaceAll(/\s/g, ""));
  const checked = await p.anybody.get(`/api/v1/check/${document.code}`, checkedDocument);
  expect(checked).toMatchObject({ kind: "certificate", office: "双鸭山市数据局", state: "已出具证明" });
  expect(checked.sm3).toBe(sm3(pdf).toString("hex"));
  const { rows } = await p.t.ownerPool.query("select ref from ledger.body where ref = $1", [
    `matters.document:${document.id}`,
  ]);
  expect([rows.length, checked.receipt]).toEqual([1, document.receipt]);
}

describe("Projects", () => {
  const project = {
    projectName: "传染病监测预警系统",
    systemName: "监测预警平台",
    projectKind: "new",
    approver: "市发展和改革委员会",
  };
  const figures =
    "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡\n" +
    "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2\n";

  test("A14.1 A69.4 no system is approved without its complete catalogue and opening catalogue", async () => {
    const api = await p.as("wjw");
    const gap = await compile(api, draft({ openingClass: null }));
    const refused = await refusal(begin("wjw", "project-approval", { ...project, entries: [gap.id] }));
    expect([refused.code, refused.article]).toEqual(["project_catalogue_incomplete", "69¶3"]);
    expect(refused.detail).toContain("还有 1 处要填");
    expect(await code(begin("wjw", "project-approval", { ...project, entries: [] }))).toBe("form_invalid");
    const others = await compile(await p.as("mzj"), draft());
    expect(await code(begin("wjw", "project-approval", { ...project, entries: [others.id] }))).toBe(
      "entry_not_own",
    );
    await save(api, gap, draft());
    const { id } = await begin("wjw", "project-approval", { ...project, entries: [gap.id] });
    // Whoever reviews reads names, not codes; the entry is still a draft that is not theirs to open.
    const seen = await see(await p.as("sjj"), id);
    expect(Object.entries(seen.names)).toEqual([[gap.id, (await readEntry(api, gap.id)).draft.name]]);
    const done = await act(await p.as("sjj"), id, "certify");
    expect([done.closed, done.facts.map(({ label }) => label)]).toEqual([
      true,
      ["证明编号", "项目", "核定的目录", "存证回执"],
    ]);
  });

  test("A14.3 a system that comes of a purchase of services passes the same gate, and names the purchase", async () => {
    const entry = await compile(await p.as("wjw"), draft());
    const purchased = { ...project, projectKind: "purchased", entries: [entry.id] };
    const refused = await refusal(begin("wjw", "project-approval", purchased));
    expect([refused.code, refused.article]).toEqual(["form_invalid", "14¶2"]);
    const named = await begin("wjw", "project-approval", { ...purchased, contract: "SYS-2026-017" });
    expect(named.state).toBe("review");
  });

  test("A14.2 A69.5 nothing is accepted before it is published, mounted and on the platform; the certificate proves itself", async () => {
    const api = await p.as("wjw");
    const [first, second] = [await compile(api, draft()), await compile(api, draft())];
    const entries = [first.id, second.id];
    const approval = await begin("wjw", "project-approval", { ...project, entries });
    const accept = (ids: string[], number = approval.number) =>
      begin("wjw", "project-acceptance", { approvalNumber: number, entries: ids });
    expect(await code(accept(entries))).toBe("project_not_approved");
    await act(await p.as("sjj"), approval.id, "certify");
    expect(await code(accept(entries, "双数项〔2026〕999号"))).toBe("project_not_approved");
    expect((await refusal(accept([first.id]))).detail).toContain(second.draft.name);
    const gaps = async () => (await refusal(accept(entries))).detail.match(/还没有(发布|挂载|归集)/g);
    expect(await gaps()).toEqual(["还没有发布", "还没有发布"]);
    for (const { id } of [first, second]) {
      const { id: matter } = await start(api, { kind: "catalogue-publication", subject: id });
      await act(await p.as("sjj"), matter, "approve");
      await act(await p.as("dsj"), matter, "verify");
      await act(await p.as("sjj2"), matter, "publish");
    }
    expect(await gaps()).toEqual(["还没有挂载", "还没有挂载"]);
    await upload(api, await mount(api, await readEntry(api, first.id)), figures);
    const resource = await mount(api, await readEntry(api, second.id));
    expect(await gaps()).toEqual(["还没有归集"]);
    await upload(api, resource, figures);
    const { id } = await accept(entries);
    const { facts } = await act(await p.as("sjj"), id, "certify");
    const certificate = await record("wjw", facts[0]?.value ?? "");
    expect(await code(record("mzj", certificate.id))).toBe("not_found");
    // Checked as anybody may who holds the certificate: by a verifier that shares no code with the platform.
    const [, hash = "", salt = ""] = certificate.receipt.split(".");
    const commitment = sm3(Buffer.from(salt, "base64url"), Buffer.from(jcs(certificate.body)));
    const leaf = { v: 1, kind: "decision", at: certificate.at, commitment: commitment.toString("base64url") };
    expect(sm3(Buffer.of(0), Buffer.from(jcs(leaf))).toString("base64url")).toBe(hash);
    await printed(id, "信息化项目验收数据归集审核证明", first.draft.name);
    const forged = { ...certificate.body, builder: "别的单位" };
    expect(sm3(Buffer.from(salt, "base64url"), Buffer.from(jcs(forged))).equals(commitment)).toBe(false);
  });
});

test("A23.1 the negative list stops an application and tells its basis", async () => {
  const entry = await publish(p, "gaj", { ...registerEntry, ...shut, name: "户籍登记之四" });
  await mount(await p.as("gaj"), entry);
  const form = {
    scenario: "核对",
    mode: "query",
    columns: ["xm"],
    rowScope: "申请人",
    basis: "《社会救助暂行办法》第五十八条",
    months: 12,
  };
  const refused = await refusal(
    start(await p.as("mzj"), { kind: "sharing-application", subject: entry.id, form }),
  );
  expect([refused.code, refused.article]).toEqual(["entry_not_shared", "24(3)"]);
  expect(refused.detail).toContain("《统计法》第九条");
});
