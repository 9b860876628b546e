import { afterAll, beforeAll, expect, test } from "vitest";
import { act, apply, mount, publish, refusal } from "../../../test/support/business.ts";
import { registerEntry } from "../../../test/support/city.ts";
import { included } from "../../../test/support/ledger.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import type { Entry } from "../../contract/entry.ts";
import type { Matter } from "../../contract/matter.ts";

let p: TestPlatform;
let register: Entry;
let refused: Matter;
const reasons = "申请范围超出救助核对所需，请改按“仅核验”申请";

beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  const { id } = await apply(await p.as("mzj"), register);
  await act(await p.as("sjj"), id, "passToProvider");
  refused = await act(await p.as("gaj"), id, "refuse", { reasons });
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
