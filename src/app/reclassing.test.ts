import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  approve,
  code,
  grantConditional,
  issueKey,
  mount,
  openToPublic,
  publish,
  readEntry,
  refusal,
  request,
  save,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { figureRows, registered, registerRows } from "../../test/support/rows.ts";
import type { Entry, EntryContent, EntryItem } from "../contract/entry.ts";
import { type ColumnDecision, gatewayAnswer, grant as grantSchema } from "../contract/grant.ts";
import { signedCall } from "./story/api.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const withItem = (content: EntryContent, column: string, more: Partial<EntryItem>): EntryContent => ({
  ...content,
  items: content.items.map((item) => (item.column === column ? { ...item, ...more } : item)),
});
/** Takes a change of a published entry through the whole chain. */
async function change(keeper: string, entry: Entry, draft: EntryContent): Promise<void> {
  const api = await p.as(keeper);
  await save(api, await readEntry(api, entry.id), draft);
  await approve(p, (await submit(api, entry)).id);
}
async function mounted(keeper: string, content: EntryContent, csv: string) {
  const entry = await publish(p, keeper, content);
  const resource = await mount(await p.as(keeper), entry);
  await upload(await p.as(keeper), resource, csv);
  return { entry, resource };
}

test("A11.5 A11.7 a stricter masking or a higher grade protects the next call under a standing grant", async () => {
  const { entry, resource } = await mounted("gaj", registerEntry, registerRows);
  const form = { ...request, columns: ["xm", "mz"] };
  const plain: ColumnDecision[] = [
    { column: "xm", treatment: "masked", reason: "" },
    { column: "mz", treatment: "plain", reason: "" },
  ];
  const { purpose, id } = await grantConditional(p, "mzj", "gaj", entry, form, plain);
  const key = await issueKey(await p.as("mzj"));
  const ask = async (columns: string[]) => {
    const body = { purpose, subject: registered, columns };
    return gatewayAnswer.parse(
      JSON.parse((await signedCall(p.url, `/share/v1/${resource}/query`, body, key)).text),
    ).items;
  };
  expect(await ask(["xm", "mz"])).toEqual([{ xm: "王*明", mz: "汉族" }]);

  const masked = withItem(registerEntry, "mz", { masking: "all" });
  const stricter = withItem(masked, "xm", { masking: "all" });
  await change("gaj", entry, stricter);
  expect(await ask(["xm", "mz"])).toEqual([{ xm: "****", mz: "****" }]);

  await change("gaj", entry, withItem(stricter, "xm", { grade: 4 }));
  expect(await code(ask(["xm"]))).toBe("column_not_granted");
  expect(await ask(["mz"])).toEqual([{ mz: "****" }]);
  const seen = await (await p.as("mzj")).get(`/api/v1/grants/${id}`, grantSchema);
  expect([seen.version, seen.columns.map(({ treatment }) => treatment)]).toEqual([
    3,
    ["verify-only", "masked"],
  ]);

  await change("gaj", entry, registerEntry);
  expect(await ask(["mz"])).toEqual([{ mz: "****" }]);
});

test("A11.5 what is to be sealed now is not taken into a table made for plain values", async () => {
  const { entry, resource } = await mounted(
    "gaj2",
    { ...registerEntry, name: "户籍登记信息之二" },
    registerRows,
  );
  const sealed = { grade: 3, masking: "all", storage: "sealed" } as const;
  await change("gaj", entry, withItem(entry.draft, "mz", sealed));
  const refused = await refusal(upload(await p.as("gaj"), resource, `${registerRows}\n`));
  expect([refused.code, refused.article]).toEqual(["resource_resealing", "11¶3"]);
  await change("gaj", entry, entry.draft);
  expect((await upload(await p.as("gaj"), resource, `${registerRows}\n`)).state).toBe("done");
});

test("A37.4 A11.8 a reviewed stricter class or grade closes what is open, and nothing before the review", async () => {
  const read = (entry: Entry) => p.anybody.send("GET", `/open/v1/${entry.code}/rows`);
  const shut = { openingClass: "not-open", openingBasis: "涉及统计秘密" } as const;
  const graded = withItem(epidemicEntry, "city", { grade: 3, masking: "all", storage: "sealed" });
  for (const [name, stricter, article] of [
    ["收紧属性", { ...epidemicEntry, ...shut }, "37¶2"],
    ["提高级别", { ...graded, openingClass: "conditional", openingConditions: "科研使用" }, "37¶2"],
    ["改为脱敏", withItem(epidemicEntry, "city", { masking: "all" }), "11¶4"],
  ] as const) {
    const { entry } = await mounted("wjw", { ...epidemicEntry, name }, figureRows);
    await openToPublic(p, entry);
    await change("wjw", entry, { ...epidemicEntry, name, abstract: "只改摘要" });
    expect((await read(entry)).status).toBe(200);
    const api = await p.as("wjw");
    const { openingClass } = stricter;
    if (openingClass !== "unconditional") {
      const { openingBasis, openingConditions } = { ...epidemicEntry, ...stricter };
      const form = { openingClass, openingBasis, openingConditions, changeReason: "依法不宜开放" };
      const { id } = await start(api, { kind: "class-change", subject: entry.id, form });
      expect((await read(entry)).status).toBe(200);
      await act(await p.as("sjj"), id, "approve");
    } else {
      await save(api, await readEntry(api, entry.id), { ...stricter, name });
      const { id } = await submit(api, entry);
      await act(await p.as("sjj"), id, "approve");
      expect((await read(entry)).status).toBe(200);
      await act(await p.as("dsj"), id, "verify");
      await act(await p.as("sjj2"), id, "publish");
    }
    const refused = await refusal(read(entry));
    expect([name, refused.code, refused.article]).toEqual([name, "opening_withdrawn", article]);
  }
});
