import { createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../src/app/config.ts";
import { entry as entrySchema } from "../src/contract/entry.ts";
import { interfaceIdentity, interfaceTrial } from "../src/contract/interface.ts";
import { verifyRequest } from "../src/platform/signatures/index.ts";
import { publish } from "./support/business.ts";
import { registerEntry } from "./support/city.ts";
import { type TestPlatform, testPlatform } from "./support/platform.ts";
import { eventually, freePort, program, type Running } from "./support/server.ts";
import { openedTo } from "./support/upstream.ts";

const subject = "230599194001010009";
let authority: string;
/** Where the same example runs for another unit. */
let another: string;
let folder: string;
let p: TestPlatform;
const examples: Running[] = [];

beforeAll(async () => {
  [authority, another] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const opened = [authority, another].map((host) => openedTo("gaj", `http://${host}`));
  p = await testPlatform({ GONGSHU_UPSTREAM_HOSTS: opened.join() });
  const { publicKey } = await (await p.as("gaj")).get("/api/v1/interface-identity", interfaceIdentity);
  folder = await mkdtemp(join(tmpdir(), "gongshu-example-"));
  const key = join(folder, "platform.pem");
  await writeFile(key, publicKey);
  for (const [unit, host] of [
    ["gaj", authority],
    ["mzj", another],
  ] as const) {
    const [provider = ""] = openedTo(unit, "").split("=");
    const variables = { PLATFORM_KEY: key, PROVIDER: provider, AUTHORITY: host };
    const example = program("docs/examples/interface-server.mjs", [], variables, projectRoot);
    examples.push(example);
    await eventually(async () => example.output().includes("接口已启动"));
  }
});
afterAll(async () => {
  for (const { child } of examples) child.kill("SIGTERM");
  await p.close();
  await rm(folder, { recursive: true });
});

test("A7.7 A12.5 the example of an interface answers the platform's signature, and nobody without it", async () => {
  const wanted = ["gmsfhm", "xm", "pcs"];
  const items = registerEntry.items.filter(({ column }) => wanted.includes(column));
  const entry = await publish(p, "gaj", { ...registerEntry, format: "interface", items });
  const api = await p.as("gaj");
  const url = `http://${authority}/persons`;
  await api.post(
    `/api/v1/entries/${entry.id}/resources`,
    {
      kind: "interface",
      url,
      method: "POST",
      subjectParameter: "idNo",
      columnsParameter: "want",
      rowsPointer: "/rows",
      success: { pointer: "/code", values: ["0"] },
      fields: { gmsfhm: "idNo", xm: "fullName", pcs: "town" },
      proof: { kind: "signature" },
    },
    entrySchema,
  );
  const tried = await api.post(`/api/v1/entries/${entry.id}/interface/trial`, { subject }, interfaceTrial);
  expect(tried).toMatchObject({ ok: true, rows: 1, failure: null });
  const unsigned = await fetch(url, {
    method: "POST",
    body: JSON.stringify({ idNo: subject, want: ["town"] }),
  });
  expect(unsigned.status).toBe(401);
});

test("A60.9 the example does not answer what the platform asks for another unit", async () => {
  const entry = await publish(p, "gaj", { ...registerEntry, name: "户籍信息（二）", format: "interface" });
  const settings = {
    url: `http://${another}/persons`,
    method: "POST",
    subjectParameter: "idNo",
    proof: { kind: "signature" },
  };
  const tried = await (await p.as("gaj")).post(
    `/api/v1/entries/${entry.id}/interface/trial`,
    { subject, settings },
    interfaceTrial,
  );
  expect(tried).toMatchObject({ ok: false, failure: "答复 401，应为 200" });
});

test("the signed request of the documents is signed by the key beside it", async () => {
  const page = await readFile(join(projectRoot, "docs/interface.md"), "utf8");
  const [, lines = "", body = ""] = /```http\nPOST [^\n]+\n([\s\S]*?)\n\n([\s\S]*?)\n```/.exec(page) ?? [];
  const [pem = ""] = /-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/.exec(page) ?? [];
  const headers = Object.fromEntries(
    lines
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
  const checked = (text: string) =>
    verifyRequest(
      { method: "POST", target: "/persons", headers, body: Buffer.from(text) },
      {
        authority: headers.host ?? "",
        now: new Date("2026-09-21T01:00:10Z"),
        key: async () => ({ keyid: "gongshu", algorithm: "ed25519", publicKey: createPublicKey(pem) }),
      },
    );
  expect(await checked(body)).toMatchObject({ ok: true, keyid: "gongshu" });
  expect(await checked(`${body} `)).toMatchObject({ ok: false });
});
