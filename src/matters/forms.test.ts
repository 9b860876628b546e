import { afterAll, beforeAll, expect, test } from "vitest";
import { act, apply, mount, publish, refusal, request } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { entry as entrySchema } from "../contract/entry.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

test("A27.1 a field that a form does not have is told by its place, at the opening and at every step", async () => {
  const register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  const mzj = await p.as("mzj");
  const misspelt = await refusal(apply(mzj, register, { ...request, senario: "低保核对" }));
  expect([misspelt.code, misspelt.errors.map(({ pointer, detail }) => [pointer, detail])]).toEqual([
    "form_invalid",
    [["/form/senario", "没有这个字段"]],
  ]);
  const { scenario: _, ...rest } = request;
  const both = await refusal(apply(mzj, register, { ...rest, senario: "低保核对" }));
  expect(both.errors.map(({ pointer }) => pointer)).toEqual(["/form/scenario", "/form/senario"]);
  const { id } = await apply(mzj, register);
  const none = await refusal(
    act(await p.as("sjj"), id, "passToProvider", { form: { opinion: "同意", to: "gaj" } }),
  );
  expect(none.errors.map(({ pointer }) => pointer)).toContain("/form/to");
  await act(await p.as("sjj"), id, "passToProvider");
  const columns = [{ column: "xm", treatment: "masked", reason: "", why: "1" }];
  const nested = await refusal(act(await p.as("gaj"), id, "grant", { form: { columns } }));
  expect(nested.errors.map(({ pointer }) => pointer)).toEqual(["/form/columns/0/why"]);
});

test("a field that the body of a request does not have is told likewise", async () => {
  const api = await p.as("gaj");
  const draft = { ...registerEntry, summary: "摘要", items: [{ ...registerEntry.items[0], mask: "all" }] };
  const refused = await refusal(api.post("/api/v1/entries", { draft, note: "" }, entrySchema));
  expect([refused.code, refused.errors.map(({ pointer }) => pointer)]).toEqual([
    "bad_request",
    ["/draft/items/0/mask", "/draft/summary", "/note"],
  ]);
});
