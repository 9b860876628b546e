import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unpacked } from "../../../test/support/archive.ts";
import { code, mount, publish, refusal } from "../../../test/support/business.ts";
import { registerEntry } from "../../../test/support/city.ts";
import { papersOf, refusedApplication } from "../../../test/support/documents.ts";
import { included } from "../../../test/support/ledger.ts";
import { pagesOf } from "../../../test/support/pdf.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { type IssuedDocument, matterDocuments } from "../../contract/document.ts";
import type { Matter } from "../../contract/matter.ts";
import type { EvidenceSource } from "../../platform/ledger/index.ts";
import { commitmentOf } from "../../platform/ledger/leaf.ts";
import { documentEvidence, revocationEvidence, scanEvidence } from "./evidence.ts";

let p: TestPlatform;
let refused: Matter;
let letter: IssuedDocument;
let papers: ReturnType<typeof papersOf>;

beforeAll(async () => {
  p = await testPlatform();
  papers = papersOf(p);
  const register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  refused = await refusedApplication(p, register);
  letter = await papers.issue("gaj", refused.id, "refusalReasons");
});
afterAll(() => p.close());

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

test("whoever holds the paper may check it, and learns nothing about persons or content", async () => {
  const found = await papers.check(letter);
  const bytes = await papers.download("mzj", letter.file.id);
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
  expect(missing.status).toBe(404);
  expect([nonsense.status, nonsense.detail]).toEqual([missing.status, missing.detail]);
});

test("a stamped scan stands beside its document, put there by the office that issued it", async () => {
  const url = `/api/v1/matters/${refused.id}/documents/${letter.id}/scans`;
  const gaj = await p.as("gaj");
  const scan = await gaj.attach("盖章件.pdf", "application/pdf", "%PDF-1.7 scan");
  const note = await gaj.attach("盖章件.txt", "text/plain", "不是图");
  expect(await code((await p.as("mzj")).post(url, { file: scan }, matterDocuments))).toBe("not_the_holder");
  expect(await code(gaj.post(url, { file: note }, matterDocuments))).toBe("unsupported_media_type");
  await gaj.post(url, { file: scan }, matterDocuments);
  const [again] = (await papers.documents("mzj", refused.id)).items;
  expect(again).toMatchObject({
    file: letter.file,
    scans: [{ name: "盖章件.pdf", by: { name: "孙立群" } }],
  });
  expect((await papers.download("mzj", scan)).toString()).toBe("%PDF-1.7 scan");
});

test("the set of a matter is one archive: list, documents, scans and receipts, for its parties only", async () => {
  const url = `${p.url}/api/v1/matters/${refused.id}/archive.zip`;
  const fetched = async (who: string) =>
    fetch(url, { headers: { authorization: `Bearer ${(await p.as(who)).token}` } });
  const answer = await fetched("mzj");
  expect(answer.headers.get("content-disposition")).toContain("attachment");
  const members = unpacked(Buffer.from(await answer.arrayBuffer()));
  const { items } = await papers.documents("mzj", refused.id);
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

test("a document or a scan changed behind the platform's back no longer fits its leaf", async () => {
  await papers.revoke("gaj", refused, letter, { act: "revoked", reason: "不应当制发" });
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
