import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  type Api,
  act,
  apply,
  code,
  grantConditional,
  issueKey,
  mount,
  openingOf,
  publish,
  readEntry,
  refusal,
  request,
  save,
  send,
  start,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry, hospitalEntry } from "../../test/support/city.ts";
import { albumEntry, pdfOf } from "../../test/support/file-entry.ts";
import { digestOf } from "../../test/support/files.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { gatewayFileList, keptFile } from "../contract/data-file.ts";
import type { Entry } from "../contract/entry.ts";
import { type Grant, grant as grantSchema, usage as usageSchema } from "../contract/grant.ts";
import { type SigningKey, signRequest } from "../platform/signatures/index.ts";

let p: TestPlatform;
let wjw: Api;
let mzj: Api;
let album: Entry;
let resource: string;
const map = pdfOf("双鸭山市设施分布图");

beforeAll(async () => {
  p = await testPlatform();
  [wjw, mzj] = [await p.as("wjw"), await p.as("mzj")];
  album = await publish(p, "wjw", albumEntry);
  resource = await mount(wjw, album, "file");
});
afterAll(() => p.close());

const all = albumEntry.items.map(({ column }) => column);
const wholeRequest = { ...request, mode: "file", columns: all };
const plain = (columns = all) =>
  columns.map((column) => ({ column, treatment: "plain" as const, reason: "" }));
const filesOf = async (api: Api) =>
  (await api.get(`/api/v1/resources/${resource}/files?limit=200`, listOf(keptFile))).items;
const usageOf = async (api: Api, grant: string) =>
  (await api.get(`/api/v1/grants/${grant}/usage?limit=200`, listOf(usageSchema))).items;

describe("Mounting", () => {
  test("A12.5 what is mounted is of the format that the entry in force states", async () => {
    const figures = await publish(p, "wjw", { ...epidemicEntry, name: "疫情逐日数据" });
    const attempt = await refusal(mount(wjw, figures, "file"));
    expect([attempt.code, attempt.article]).toEqual(["format_differs", "12¶5"]);
    const other = await publish(p, "wjw", { ...albumEntry, name: "另一图册" });
    expect(await code(mount(wjw, other, "table"))).toBe("format_differs");
    expect((await readEntry(wjw, album.id)).resources).toMatchObject([{ kind: "file", code: resource }]);
  });

  test("A12.5 the format of what is mounted does not change any more", async () => {
    const entry = await publish(p, "wjw", { ...albumEntry, name: "改格式的图册" });
    await mount(wjw, entry, "file");
    const draft = { ...entry.draft, format: "table" as const, sharingModes: ["query" as const] };
    const changed = await save(wjw, await readEntry(wjw, entry.id), draft);
    const refused = await refusal(submit(wjw, changed));
    expect(refused.code).toBe("entry_incomplete");
    expect(JSON.stringify(refused.errors)).toContain("数据格式不能再改");
  });
});

describe("Bringing files in", () => {
  test("A17.4 one file is one batch that reconciles; its name may have rare characters", async () => {
    const batch = await send(wjw, resource, "㼆𬭸䶮𠮷分布图.pdf", map);
    expect(batch).toMatchObject({
      kind: "file",
      state: "done",
      mediaType: "application/pdf",
      sm3: digestOf(map),
      counts: { received: "1", accepted: "1", quarantined: "0", inserted: "1", reconciles: true },
    });
    expect(batch.receipt).toMatch(/^L1\./);
    expect((await filesOf(wjw)).map(({ name, state }) => [name, state])).toContainEqual([
      "㼆𬭸䶮𠮷分布图.pdf",
      "in-force",
    ]);
    expect((await readEntry(wjw, album.id)).resources[0]?.rows).toBe("1");
  });

  test("A17.4 the same file is known again, another content of its name replaces it, and the first may come back", async () => {
    const [one, two] = [pdfOf("一"), pdfOf("二")];
    const first = await send(wjw, resource, "年报.pdf", one);
    expect((await send(wjw, resource, "年报.pdf", one)).id).toBe(first.id);
    const second = await send(wjw, resource, "年报.pdf", two);
    expect(second.counts).toMatchObject({ inserted: "0", updated: "1" });
    const third = await send(wjw, resource, "年报.pdf", one);
    expect([third.id === first.id, third.counts.updated]).toEqual([false, "1"]);
    expect((await send(wjw, resource, "年报副本.pdf", one)).counts.inserted).toBe("1");
    const reports = (await filesOf(wjw)).filter(({ name }) => name === "年报.pdf");
    expect(reports.map(({ state, sm3 }) => [state, sm3])).toEqual([
      ["in-force", digestOf(one)],
      ["replaced", digestOf(two)],
      ["replaced", digestOf(one)],
    ]);
  });

  test.each([
    ["空的.pdf", Buffer.alloc(0), "file_empty"],
    ["其实是程序.pdf", Buffer.from("MZ\u0090\0程序"), "file_kind_refused"],
    ["其实是图.csv", Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1"), "file_kind_refused"],
    ["脚本.txt", Buffer.from("#!/bin/sh\nrm -rf /\n"), "file_kind_refused"],
    ["网页.json", Buffer.from("<html></html>"), "file_kind_refused"],
    ["坏的.zip", Buffer.from("PK\x03\x04 not whole"), "file_kind_refused"],
  ])(
    "A17.4 %s is refused as a whole with the way out, and nothing of it stays",
    async (name, content, said) => {
      const batch = await send(wjw, resource, name, content);
      expect([batch.state, batch.refusal?.code, batch.counts.received]).toEqual(["refused", said, "0"]);
      expect(batch.refusal?.mend).not.toBe("");
      expect((await filesOf(wjw)).map((file) => file.name)).not.toContain(name);
    },
  );

  test("A17.4 a type that is not taken is refused before the first byte", async () => {
    const refused = await refusal(send(wjw, resource, "工具.exe", Buffer.from("MZ")));
    expect(refused.status).toBe(415);
  });

  test("A17.4 a department takes a file out with a reason; others neither see nor remove it", async () => {
    const { id } = await send(wjw, resource, "误报.pdf", pdfOf("误报"));
    const removal = { reason: "误报，不属于本目录" };
    const path = `/api/v1/resources/${resource}/files/${id}/removal`;
    expect(await code(mzj.post(path, removal, keptFile))).toBe("not_the_provider");
    expect(await code(filesOf(mzj))).toBe("not_found");
    const removed = await wjw.post(path, removal, keptFile);
    expect(removed).toMatchObject({ state: "removed", reason: removal.reason });
    expect(removed.receipt).toMatch(/^L1\./);
    expect(await code(wjw.post(path, removal, keptFile))).toBe("file_gone");
  });
});

describe("Applying for files", () => {
  test("A27.1 a table is not given as a file, though its entry lists that; what is possible is said", async () => {
    const figures = await publish(p, "wjw", {
      ...hospitalEntry,
      name: "列了文件方式的库表",
      sharingModes: ["query", "file"],
    });
    const columns = hospitalEntry.items.map(({ column }) => column);
    const refused = await refusal(apply(mzj, figures, { ...request, mode: "file", columns }));
    expect([refused.code, refused.article]).toEqual(["mode_not_offered", "27¶1"]);
    expect(refused.detail).toContain("可以申请的是：接口查询");
    expect(await code(apply(mzj, album, { ...wholeRequest, mode: "query" }))).toBe("mode_not_offered");
  });

  test("A27.1 A11.4 a file is asked for whole, and not at all where an item may not leave in clear", async () => {
    const partly = await refusal(apply(mzj, album, { ...wholeRequest, columns: all.slice(1) }));
    expect([partly.code, partly.article]).toEqual(["file_not_whole", "27¶1"]);
    const [head, ...rest] = albumEntry.items;
    if (head === undefined) throw new Error("an entry has items");
    const secret = await publish(p, "wjw", {
      ...albumEntry,
      name: "含遮盖项的图册",
      items: [{ ...head, masking: "all" }, ...rest],
    });
    const refused = await refusal(apply(mzj, secret, wholeRequest));
    expect([refused.code, refused.article]).toEqual(["file_not_whole", "11¶3"]);
    expect(refused.detail).toContain("另编库表目录");
  });

  test("A27.2 a file is decided whole or refused whole", async () => {
    const matter = await apply(mzj, album, wholeRequest);
    await act(await p.as("sjj"), matter.id, "passToProvider");
    const columns = [...plain(all.slice(1)), { column: all[0], treatment: "refused", reason: "不需要" }];
    const refused = await refusal(act(wjw, matter.id, "grant", { form: { columns } }));
    expect([refused.code, refused.article]).toEqual(["file_not_whole", "27¶2(2)"]);
    await act(wjw, matter.id, "grant", { form: { columns: plain() } });
  });
});

describe("Under the grant", () => {
  let held: Grant;
  let key: SigningKey;
  let file: string;
  beforeAll(async () => {
    file = (await send(wjw, resource, "分布图.pdf", map)).id;
    held = await grantConditional(p, "mzj", "wjw", album, wholeRequest, plain());
    key = await issueKey(mzj);
  });

  const call = async (operation: "files" | "file", body: object, signer = key) => {
    const path = `/share/v1/${resource}/${operation}`;
    const text = JSON.stringify({ purpose: held.purpose, ...body });
    const signature = signRequest({ method: "POST", url: new URL(path, p.url), body: text }, signer, {});
    return fetch(`${p.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...signature },
      body: text,
    });
  };
  const download = (api: Api, id = file) =>
    fetch(`${p.url}/api/v1/grants/${held.id}/files/${id}`, {
      headers: { authorization: `Bearer ${api.token}` },
    });

  test("A20.1 A33.1 a client system lists the files and has one with its digest, all on record", async () => {
    const listed = gatewayFileList.parse(await (await call("files", {})).json());
    expect(listed.items.find(({ id }) => id === file)).toMatchObject({
      name: "分布图.pdf",
      sm3: digestOf(map),
    });
    const first = gatewayFileList.parse(await (await call("files", { limit: 1 })).json());
    expect([first.items.length, first.next]).toEqual([1, first.items[0]?.id]);
    const answer = await call("file", { file });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([answer.headers.get("gongshu-sm3"), digestOf(bytes)]).toEqual([digestOf(map), digestOf(map)]);
    expect(answer.headers.get("content-disposition")).toContain("attachment; filename*=UTF-8''%E5%88%86");
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    await expect.poll(async () => (await usageOf(wjw, held.id))[0]?.operation).toBe("file-end");
    const [end, begun] = await usageOf(wjw, held.id);
    expect(end).toMatchObject({ operation: "file-end", file, outcome: "answered" });
    expect(begun).toMatchObject({ operation: "file", file, outcome: "answered", columns: all });
    const never = randomUUID();
    const unknown = await call("file", { file: never });
    const [refused] = await usageOf(wjw, held.id);
    expect([unknown.status, refused?.refusal, refused?.file, refused?.fileName]).toEqual([
      404,
      "file_not_found",
      never,
      null,
    ]);
    const misshapen = await call("file", { file: "一号" });
    expect(misshapen.status).toBe(400);
  });

  test("A13.2 a provider asks who holds grants on one entry", async () => {
    const on = async (entry: string) =>
      (await wjw.get(`/api/v1/grants?side=provided&entry=${entry}`, listOf(grantSchema))).items;
    const found = await on(album.id);
    expect(found.map(({ id }) => id)).toContain(held.id);
    expect(found.every(({ resource: { entryId } }) => entryId === album.id)).toBe(true);
    expect(await on(randomUUID())).toEqual([]);
  });

  test("A20.1 the record names a file, also one that is gone and was asked for in vain", async () => {
    const gone = (await send(wjw, resource, "旧图册.pdf", pdfOf("旧图册"))).id;
    const body = { reason: "重复报送" };
    await wjw.post(`/api/v1/resources/${resource}/files/${gone}/removal`, body, z.unknown());
    await call("file", { file: gone });
    expect((await usageOf(mzj, held.id))[0]).toMatchObject({
      refusal: "file_not_found",
      file: gone,
      fileName: "旧图册.pdf",
    });
  });

  test("A20.1 a person of the holder downloads in the browser under the same record, nobody else does", async () => {
    const answer = await download(mzj);
    expect(digestOf(Buffer.from(await answer.arrayBuffer()))).toBe(digestOf(map));
    await expect.poll(async () => (await usageOf(mzj, held.id))[0]?.operation).toBe("file-end");
    const [, begun] = await usageOf(mzj, held.id);
    expect([begun?.operation, begun?.file]).toEqual(["file", file]);
    const { rows } = await p.t.pool.query(
      `select u.keyid, u.person_id is not null as person, post.party_id = u.holder_id as own from access.usage u
       join parties.post post on post.id = u.post_id where u.id = $1`,
      [begun?.id],
    );
    expect(rows).toEqual([{ keyid: null, person: true, own: true }]);
    for (const other of ["wjw", "gaj", "sjj"]) expect((await download(await p.as(other))).status).toBe(404);
    for (const other of ["sysadmin", "auditor", "citizen"])
      expect((await download(await p.as(other))).status).toBe(403);
  });

  test("A20.1 asking for the head alone is no delivery and leaves none on record", async () => {
    const before = (await usageOf(wjw, held.id)).length;
    const headers = { authorization: `Bearer ${mzj.token}` };
    for (const path of ["files", `files/${file}`]) {
      const answer = await fetch(`${p.url}/api/v1/grants/${held.id}/${path}`, { method: "HEAD", headers });
      expect(answer.status).toBe(405);
    }
    expect((await usageOf(wjw, held.id)).length).toBe(before);
  });

  test("A31.1 a person who holds the post no more gets nothing, also where the session still stands", async () => {
    const before = (await usageOf(wjw, held.id)).length;
    const { rows } = await p.t.pool.query<{ post_id: string }>(
      "select post_id from access.usage where grant_id = $1 and post_id is not null limit 1",
      [held.id],
    );
    await p.t.ownerPool.query(
      "update parties.person set suspended_at = platform.wall_now() where id = (select person_id from parties.post where id = $1)",
      [rows[0]?.post_id],
    );
    expect([401, 403]).toContain((await download(mzj)).status);
    await p.t.ownerPool.query("update parties.person set suspended_at = null where suspended_at is not null");
    expect((await usageOf(wjw, held.id)).length).toBe(before);
  });

  test("A31.1 what was stopped in an emergency is not given, neither to systems nor to persons", async () => {
    await start(wjw, {
      kind: "grant-stop",
      subject: held.id,
      form: { risk: "发现文件被转发" },
    });
    const answer = await call("file", { file });
    expect([answer.status, (await usageOf(wjw, held.id))[0]?.refusal]).toEqual([403, "grant_suspended"]);
    expect((await download(mzj)).status).toBe(403);
  });
});

test("A36.1 an entry of files is not opened as a dataset yet, and is told so", async () => {
  const open = await publish(p, "wjw", {
    ...albumEntry,
    name: "可开放的图册",
    openingClass: "unconditional",
    openingBasis: "",
  });
  await mount(wjw, open, "file");
  expect(await code(start(wjw, openingOf(open)))).toBe("format_not_open");
});

test("A14.2 an entry of files counts at the acceptance of a project once a file has come", async () => {
  const made = await publish(p, "wjw", { ...albumEntry, name: "项目形成的图册" });
  const approval = await start(wjw, {
    kind: "project-approval",
    form: {
      projectName: "图册编制",
      systemName: "设施管理系统",
      projectKind: "new",
      approver: "市发展和改革委员会",
      entries: [made.id],
    },
  });
  await act(await p.as("sjj"), approval.id, "certify");
  const accept = () =>
    start(wjw, {
      kind: "project-acceptance",
      form: { approvalNumber: approval.number, entries: [made.id] },
    });
  expect((await refusal(accept())).detail).toContain("还没有挂载数据");
  const mounted = await mount(wjw, made, "file");
  const empty = await refusal(accept());
  expect([empty.code, empty.article]).toEqual(["project_not_delivered", "14¶1"]);
  expect(empty.detail).toContain("还没有归集数据");
  expect((await send(wjw, mounted, "图册.pdf", map)).state).toBe("done");
  expect((await accept()).state).toBe("review");
});
