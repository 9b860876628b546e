import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Batch, batchProblem, batch as batchSchema } from "../src/contract/batch.ts";
import { listOf } from "../src/contract/common.ts";
import { archive } from "./support/archive.ts";
import { registerCsv, registerHeader } from "./support/city.ts";
import { demonstration, type SharedRegister, sharedRegister } from "./support/home.ts";
import { eventually, type Serving } from "./support/server.ts";

/** Files as offices really send them, uploaded to the real server: a clear sentence in Chinese, nothing stored of it. */
const home = await demonstration();
let server: Serving;
let story: SharedRegister;

beforeAll(async () => {
  server = await home.start();
  story = await sharedRegister(server.url, 20);
});
afterAll(async () => {
  await server?.stop();
  await home.remove();
});

const call = (method: string, where: string, headers: Record<string, string> = {}, body?: Buffer) =>
  fetch(new URL(where, server.url), {
    method,
    headers: { authorization: `Bearer ${story.cast.gaj.token}`, "tus-resumable": "1.0.0", ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });

const base64 = (text: string) => Buffer.from(text).toString("base64");

async function upload(file: Buffer | string, more: Record<string, string> = {}): Promise<Batch> {
  const bytes = Buffer.from(file);
  const metadata = Object.entries({ filename: "户籍登记.csv", resource: story.resource, ...more });
  const created = await call("POST", "/api/v1/uploads", {
    "upload-length": String(bytes.length),
    "upload-metadata": metadata.map(([name, value]) => `${name} ${base64(value)}`).join(","),
  });
  const where = created.headers.get("location") ?? "";
  const type = { "content-type": "application/offset+octet-stream", "upload-offset": "0" };
  const sent = bytes.length === 0 ? created : await call("PATCH", where, type, bytes);
  const id = sent.headers.get("gongshu-batch");
  let batch: Batch | undefined;
  await eventually(async () => {
    batch = batchSchema.parse(await (await call("GET", `/api/v1/batches/${id}`)).json());
    return batch.state === "done" || batch.state === "refused";
  });
  if (batch === undefined) throw new Error("no batch");
  return batch;
}

const [header = "", ...lines] = registerCsv(3).trimEnd().split("\r\n");
const csv = (...rows: string[]) => `${[header, ...rows].join("\r\n")}\r\n`;
const [first = "", second = "", third = ""] = lines;
const spoilt = (row: string, number: string) => [number, ...row.split(",").slice(1)].join(",");

const xlsx = archive({ "[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>" });
const refusals: [
  what: string,
  file: Buffer | string,
  more: Record<string, string>,
  code: string,
  told: RegExp,
][] = [
  ["an empty file", "", {}, "file_empty", /空/],
  ["a workbook renamed to CSV", xlsx, {}, "file_type_refused", /另存为/],
  [
    "a header that does not fit",
    csv(first).replace("姓名", "名字"),
    {},
    "header_mismatch",
    /缺少列：姓名.*名字/,
  ],
  [
    "a cell of 10 MB",
    csv(first, spoilt(second, "9".repeat(10_000_000))),
    {},
    "cell_too_large",
    /第 3 行“公民身份号码”/,
  ],
  ["a file cut off inside quotes", csv(first, `"${second}`), {}, "file_truncated", /引号|截断|完整/],
  [
    "another encoding than declared",
    Buffer.concat([Buffer.from(csv(first)), Buffer.from("\xff\xfe名", "latin1")]),
    { encoding: "utf-8" },
    "encoding_unknown",
    /第 3 行/,
  ],
  ["a file that is not what was sent", csv(first), { sm3: "0".repeat(64) }, "file_digest_mismatch", /校验值/],
];

test.each(refusals)(
  "A17.4 %s is refused whole, with a way out, and nothing of it is kept",
  async (_, file, more, code, told) => {
    const refused = await upload(file, more);
    expect(refused).toMatchObject({ state: "refused", receipt: null, refusal: { code } });
    expect(`${refused.refusal?.detail}${refused.refusal?.mend}`).toMatch(told);
    expect(refused.refusal?.mend).toMatch(/\p{Script=Han}/u);
    expect(refused.counts).toMatchObject({ received: "0", accepted: "0", reconciles: true });
    await eventually(async () => (await readdir(join(home.directory, "uploads"))).length === 0);
  },
);

test("A17.7 identity numbers in scientific notation are problem data with row and reason; the rest goes in", async () => {
  const rows = csv(first, spoilt(second, "2.30599E+17"), spoilt(third, "230599194201010000"));
  const done = await upload(rows);
  expect(done).toMatchObject({
    state: "done",
    counts: { received: "3", accepted: "1", quarantined: "2", reconciles: true },
  });
  const answer = await call("GET", `/api/v1/batches/${done.id}/problems`);
  const { items } = listOf(batchProblem).parse(await answer.json());
  expect(items.map(({ row, rule, itemName }) => [row, rule, itemName])).toEqual([
    ["3", "lost-digits", registerHeader[0]],
    ["4", expect.stringMatching(/lost-digits|identity-number/), registerHeader[0]],
  ]);
  expect(JSON.stringify(items)).not.toContain("2.30599E+17");
  expect(items[0]?.mend).toMatch(/文本/);
});

test("A17.4 the same file twice is one batch with one receipt", async () => {
  const once = await upload(csv(first, second));
  const again = await upload(csv(first, second));
  expect(once.receipt).toMatch(/^L1\./);
  expect([again.id, again.receipt, again.number]).toEqual([once.id, once.receipt, once.number]);
});

test("nothing of all this reached log or output", async () => {
  expect(server.output()).not.toMatch(/230599|2\.30599E/);
});
