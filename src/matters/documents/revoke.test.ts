import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { code, mount, publish, refusal } from "../../../test/support/business.ts";
import { registerEntry } from "../../../test/support/city.ts";
import { papersOf, refusedApplication, sequenceOf } from "../../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { type IssuedDocument, matterDocuments } from "../../contract/document.ts";
import type { Entry } from "../../contract/entry.ts";
import { changeDone, changePreview } from "../../contract/reorganisation.ts";

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

test("A22.1 a document made void keeps its number; its code leads to the one in its place", async () => {
  const matter = await refusedApplication(p, register);
  const old = await papers.issue("gaj", matter.id, "refusalReasons");
  const reason = "收文单位名称写错";
  for (const [who, why] of [
    ["mzj", "not_the_holder"],
    ["sjj", "not_the_holder"],
    ["rsj", "not_found"],
    ["auditor", "not_the_holder"],
  ] as const)
    expect([who, await code(papers.revoke(who, matter, old, { act: "void", reason }))]).toEqual([who, why]);
  expect((await refusal(papers.revoke("gaj", matter, old, { act: "void", reason: " " }))).status).toBe(400);
  await papers.revoke("gaj2", matter, old, { act: "void", reason });
  expect(await code(papers.revoke("gaj", matter, old, { act: "revoked", reason }))).toBe("document_revoked");
  expect(await papers.check(old)).toMatchObject({ revocation: { act: "void", replacedBy: null } });

  const both = await Promise.allSettled([
    papers.issue("gaj", matter.id, "refusalReasons"),
    papers.issue("gaj2", matter.id, "refusalReasons"),
  ]);
  const [next] = both.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (next === undefined) throw new Error("nothing was issued in its place");
  expect(both.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(sequenceOf(next)).toBe(sequenceOf(old) + 1);
  expect(await code(papers.issue("gaj", matter.id, "refusalReasons"))).toBe("document_issued");
  const named = (of: IssuedDocument) => ({ number: of.number, code: of.code });
  expect(await papers.check(old)).toMatchObject({ revocation: { replacedBy: named(next) }, replaces: null });
  expect(await papers.check(next)).toMatchObject({ revocation: null, replaces: named(old) });
  expect(await papers.textOf("mzj", next)).toContain(`本文书替代${old.number}，原文书作废`);
  expect(JSON.stringify(await papers.check(old))).not.toContain(reason);

  const { items } = await papers.documents("mzj", matter.id);
  expect(items.find(({ id }) => id === old.id)).toMatchObject({
    number: old.number,
    mayRevoke: false,
    revocation: { act: "void", reason, by: { name: "韩冬" }, replacedBy: { id: next.id } },
  });
  expect((await papers.download("mzj", old.file.id)).length).toBe(Number(old.file.bytes));
});

test("A22.1 a document revoked is not issued again for its step; a receipt stays", async () => {
  const matter = await refusedApplication(p, register);
  const letter = await papers.issue("gaj", matter.id, "refusalReasons");
  await papers.revoke("gaj", matter, letter, { act: "revoked", reason: "不应当制发" });
  expect(await papers.check(letter)).toMatchObject({ revocation: { act: "revoked", replacedBy: null } });
  const gaj = await p.as("gaj");
  const scan = { file: await gaj.attach("盖章件.pdf", "application/pdf", "%PDF-1.7 scan") };
  const late = gaj.post(`/api/v1/matters/${matter.id}/documents/${letter.id}/scans`, scan, matterDocuments);
  expect((await refusal(late)).detail).toContain("“不同意共享告知书”已撤销，不能再附盖章扫描件");
  expect((await papers.documents("gaj", matter.id)).items).toMatchObject([
    { mayAttachScan: false, scans: [] },
  ]);
  expect(await code(papers.issue("gaj", matter.id, "refusalReasons"))).toBe("document_revoked");
  const { issuable } = await papers.documents("gaj", matter.id);
  expect(issuable.map(({ name }) => name)).not.toContain("refusalReasons");
  await vi.waitFor(async () => {
    const { rows } = await p.t.pool.query("select title from platform.notice where about = 'revoked'");
    expect(rows.map(({ title }) => title)).toContain("文书已撤销：不同意共享告知书");
  }, 10_000);
});

/** Carries out a merger as the city's bureau. */
async function merge(unit: string, into: string): Promise<void> {
  const sjj = await p.as("sjj");
  const stated = { effectiveOn: "2026-09-21", basis: "双编发〔2026〕12号《机构改革方案》" };
  const change = { act: "merge", units: [p.party(unit)], into: p.party(into), ...stated };
  const { digest } = await sjj.post("/api/v1/reorganisations/preview", change, changePreview);
  await sjj.post("/api/v1/reorganisations", { change, digest }, changeDone);
}

test("A13.1 A22.1 after mergers the unit that took the office over takes its letter back, and issues it in its own name", async () => {
  const matter = await refusedApplication(p, register);
  const old = await papers.issue("gaj", matter.id, "refusalReasons");
  await merge("gaj", "scjgj");
  await merge("scjgj", "rsj");
  const form = { act: "void", reason: "收文单位名称写错" };
  for (const [who, why] of [
    ["mzj", "not_the_holder"],
    ["wjw", "not_found"],
  ] as const)
    expect([who, await code(papers.revoke(who, matter, old, form))]).toEqual([who, why]);
  expect((await papers.documents("rsj", matter.id)).items).toMatchObject([{ mayAttachScan: true }]);
  const { items } = await papers.revoke("rsj", matter, old, form);
  expect(items.find(({ id }) => id === old.id)).toMatchObject({
    mayAttachScan: false,
    revocation: { act: "void", party: { name: "双鸭山市人力资源和社会保障局" } },
  });
  const next = await papers.issue("rsj", matter.id, "refusalReasons");
  expect(next).toMatchObject({ number: "双人社告〔2026〕1号", party: { id: p.party("rsj") } });
  expect(await papers.check(old)).toMatchObject({ revocation: { replacedBy: { number: next.number } } });
});
