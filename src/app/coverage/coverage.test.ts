import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { code } from "../../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { type Coverage, coverage, coverageRow, proof } from "../../contract/coverage.ts";
import { obligations } from "../../law/obligations.ts";
import { coverageRows } from "./coverage.ts";
import { coverageCsv } from "./csv.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const seen = async (query = "", who = "auditor"): Promise<Coverage> =>
  (await p.as(who)).get(`/api/v1/coverage${query}`, coverage);
/** The bytes as they are sent: a client that reads them as text would drop the mark. */
const csv = async (query = "", who = "auditor"): Promise<string> => {
  const { token } = await p.as(who);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await p.http.inject({ url: `/api/v1/coverage.csv${query}`, headers });
  return answer.rawPayload.toString("utf8");
};

test("an auditor sees every obligation in the order of the Measures, and the chapters add up to them", async () => {
  const { chapters, items } = await seen();
  expect(items.map(({ id }) => id)).toEqual(obligations.map(({ id }) => id));
  expect(chapters.length).toBe(11);
  for (const { number, counts } of chapters) {
    const of = items.filter(({ chapter }) => chapter === number);
    for (const [standing, count] of Object.entries(counts))
      expect([number, standing, of.filter((row) => row.standing === standing).length]).toEqual([
        number,
        standing,
        count,
      ]);
  }
  expect(items.find(({ id }) => id === "A27.4")).toMatchObject({
    article: 27,
    chapter: 5,
    procedures: [{ kind: "catalogue-filing", title: "存量目录备案" }, { kind: "sharing-application" }],
    standing: "proven",
    deadline: expect.stringContaining("1 个工作日"),
  });
  expect(items.find(({ id }) => id === "A4.1")).toMatchObject({ standing: "people", tests: 0, mutations: 0 });
});

test("rows are found by chapter, standing and text, together", async () => {
  expect(new Set((await seen("?chapter=2")).items.map(({ article }) => article))).toEqual(
    new Set([5, 6, 7, 8, 9, 10]),
  );
  const people = (await seen("?standing=people")).items;
  expect(people.map(({ id }) => id)).toContain("A4.1");
  expect(people.every(({ offer }) => offer !== null)).toBe(true);
  expect((await seen("?q=a27.5")).items.map(({ id }) => id)).toEqual(["A27.5"]);
  const sought = `?chapter=5&standing=proven&q=${encodeURIComponent("共享申请")}`;
  expect((await seen(sought)).items.map(({ article }) => article)).toContain(27);
  expect((await seen("?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E9%A1%B9")).items).toEqual([]);
  expect((await seen("?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E9%A1%B9")).chapters.length).toBe(11);
  expect(await code(seen("?chapter=12"))).toBe("bad_request");
});

test("behind a proven obligation stand the tests that name it and the guards that were taken out", async () => {
  const api = await p.as("auditor");
  const detail = coverageRow.extend({ proof });
  const found = await api.get("/api/v1/coverage/A27.5", detail);
  expect(found.proof.tests.length).toBe(found.tests);
  expect(found.proof.tests.every(({ title }) => title.includes("A27.5"))).toBe(true);
  expect(found.proof.mutations.length).toBeGreaterThan(0);
  expect(found.proof.mutations.every(({ outcome }) => outcome === "killed")).toBe(true);
  expect(await code(api.get("/api/v1/coverage/A99.9", detail))).toBe("not_found");
});

test("the table for a spreadsheet holds the rows asked for, with its mark", async () => {
  const text = await csv("?chapter=1&standing=people");
  expect(text.startsWith("\ufeff编号,条款,章,义务,")).toBe(true);
  expect(text).toContain("A4.1,第四条,1,");
  expect(text.split("\r\n").filter((line) => /^A\d+\.\d+,/.test(line)).length).toBe(
    (await seen("?chapter=1&standing=people")).items.length,
  );
  expect((await csv()).split("\r\n").filter((line) => /^A\d+\.\d+,/.test(line)).length).toBe(269);
});

test("a title that looks like a formula stays a text in a spreadsheet", () => {
  const [row] = coverageRows([], {});
  if (row === undefined) throw new Error("there are obligations");
  expect(coverageCsv([{ ...row, title: '=HYPERLINK("x")' }], {})).toContain(`"'=HYPERLINK(""x"")"`);
});

test("supervisors and auditors read it; ordinary officers, operators and the public do not", async () => {
  for (const who of ["sjj", "jixian-sjj", "gov", "dsj", "auditor"])
    expect([who, (await seen("", who)).items.length]).toEqual([who, 269]);
  const detail = coverageRow.extend({ proof });
  for (const who of ["wjw", "mzj", "operator", "developer", "citizen", "company", "sysadmin"]) {
    const api = await p.as(who);
    const asked: (() => Promise<unknown>)[] = [
      () => seen("", who),
      async () => (await p.as(who)).send("GET", "/api/v1/coverage.csv"),
      () => api.get("/api/v1/coverage/A27.5", detail),
    ];
    for (const ask of asked) expect([who, await code(ask())]).toEqual([who, "forbidden"]);
  }
  expect(await code(p.anybody.get("/api/v1/coverage", z.unknown()))).toBe("not_signed_in");
});
