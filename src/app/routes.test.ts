import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  apply,
  compile,
  grantConditional,
  issueKey,
  mount,
  publish,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry, registerHeader, registerRows } from "../../test/support/city.ts";
import { checkFiling, checkWorkbook, fileFrom } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { stockWorkbook } from "../../test/support/stock.ts";
import { delegation, drafted, office } from "../contract/office.ts";
import { uuid } from "../platform/ids/index.ts";

let p: TestPlatform;
/** What belongs to 市公安局 and, of matters and grants, to 市民政局: ids by the routes that take them. */
const owned = new Map<string, Record<string, string>>();

beforeAll(async () => {
  p = await testPlatform();
  const api = await p.as("gaj");
  const register = await publish(p, "gaj", registerEntry);
  const resource = await mount(api, register);
  const [person = []] = [...registerRows(1)];
  const batch = await upload(api, resource, `${registerHeader.join(",")}\n${person.join(",")}\n`);
  const draft = await compile(api, { ...epidemicEntry, name: "警情统计" });
  const matter = await apply(await p.as("mzj"), register);
  const { id: grant } = await grantConditional(p, "mzj", "gaj", register);
  const { clientId, keyid } = await issueKey(api);
  const file = await api.attach("内部.txt", "text/plain", "内部材料\n");
  const imported = await checkWorkbook(api, await fileFrom(api, "GET", "/api/v1/entries/template.xlsx"));
  const filing = await checkFiling(await p.as("sjj"), await stockWorkbook([{ code: "230500-0001" }]));
  await submit(await p.as("wjw"), await compile(await p.as("wjw"), epidemicEntry));
  const form = {
    title: "清查接口",
    requirement: "逐个列出",
    dueOn: "2026-12-01",
    addressee: "双鸭山市公安局",
  };
  const task = await start(await p.as("sjj"), { kind: "data-task", form });
  const inside = await draftOf(draft.id);
  const duty = await api.post(
    "/api/v1/records",
    {
      register: "duties",
      form: {
        sector: "本市公安行业",
        leader: "副局长",
        chief: "首席数据官 陈立",
        unit: "科技信息化支队",
        stages: "采集由治安支队",
        collection: "采集清单",
        quality: "韩冬",
        security: "孙立群",
      },
    },
    z.object({ id: z.uuid() }),
  );
  const ids = {
    imports: { id: imported.id },
    filings: { id: filing.id },
    entries: { id: draft.id },
    matters: { id: matter.id, action: "passToProvider", seq: "1" },
    grants: { id: grant },
    clients: { id: clientId, keyid },
    batches: { id: batch.id },
    uploads: { id: batch.id },
    files: { id: file },
    tasks: { id: task.id },
    drafts: { id: inside },
    delegations: { id: await lentPost() },
    records: { id: duty.id },
  };
  for (const [kind, values] of Object.entries(ids)) owned.set(kind, values);
});
afterAll(() => p.close());

/** A draft inside 市公安局, which reviews what it submits for this one time. */
async function draftOf(subject: string): Promise<string> {
  const rule = (stages: string) =>
    p.t.ownerPool.query(
      `insert into matters.office_rule (id, party_id, outgoing, incoming, sign_first, set_by, set_by_name, set_at)
       values ($1, $2, $3, '{}', false, $2, '周倩', platform.law_now())`,
      [uuid(), p.party("gaj"), stages],
    );
  await rule("{section-head}");
  const api = await p.as("gaj");
  const { draft } = await api.post("/api/v1/matters", { kind: "catalogue-publication", subject }, drafted);
  await rule("{}");
  return draft.id;
}

/** A delegation inside 市公安局. */
async function lentPost(): Promise<string> {
  const api = await p.as("gaj");
  const { staff } = await api.get("/api/v1/office", office);
  const [own, other] = ["孙立群", "韩冬"].map((wanted) => staff.find(({ name }) => name === wanted));
  const dates = { startsOn: "2026-09-21", endsOn: "2026-09-22" };
  const body = { post: own?.postId, to: other?.id, ...dates };
  const { items } = await api.post("/api/v1/delegations", body, z.object({ items: z.array(delegation) }));
  return items[0]?.id ?? "";
}

const routes = () =>
  p.http.routeTable.all().filter(({ method, url }) => !(method === "DELETE" && url === "/api/v1/session"));
/** Routes about one thing of a unit. */
const aboutOne = () => routes().filter(({ url }) => /^\/api\/v1\/\w+\/:id/.test(url));
const kindOf = (url: string): string => url.split("/")[3] ?? "";

const methods = z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
async function call(
  route: { method: string; url: string },
  values: Readonly<Record<string, string>>,
  who: string | null,
  body?: unknown,
) {
  const method = methods.parse(route.method);
  const url = route.url.replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent((values[name] ?? randomUUID()).toWellFormed()),
  );
  const headers: Record<string, string> =
    who === null ? {} : { authorization: `Bearer ${(await p.as(who)).token}` };
  if (url.startsWith("/api/v1/uploads")) headers["tus-resumable"] = "1.0.0";
  if (body !== undefined) headers["content-type"] = "application/json";
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  return p.http.inject({ method, url: url.replace("*", "x"), headers, ...payload });
}
/** Bodies of the right shape, so that a refusal is about the caller and not about the form. */
const bodies: Readonly<Record<string, () => unknown>> = {
  "PUT /api/v1/entries/:id": () => ({ draftVersion: 1, draft: epidemicEntry }),
  "PUT /api/v1/entries/:id/remarks/:remark": () => ({ answer: "kept", note: "不改" }),
  "POST /api/v1/entries/:id/grading/confirmations": () => ({ version: 1 }),
  "POST /api/v1/entries/:id/resources": () => ({ kind: "table" }),
  "PUT /api/v1/entries/:id/interface": () => ({
    version: null,
    url: "https://api.example.gov.cn/persons",
    method: "POST",
    subjectParameter: "idNo",
    proof: { kind: "signature" },
  }),
  "POST /api/v1/entries/:id/interface/trial": () => ({ subject: "1" }),
  "POST /api/v1/matters/:id/actions/:action": () => ({ version: 1 }),
  "POST /api/v1/matters/:id/documents": () => ({ name: "applicationForm" }),
  "POST /api/v1/matters/:id/documents/:document/scans": () => ({ file: randomUUID() }),
  "POST /api/v1/matters/:id/documents/:document/revocation": () => ({ act: "void", reason: "有误" }),
  "POST /api/v1/matters/:id/sign-for": () => ({}),
  "POST /api/v1/matters/:id/assign": () => ({ version: 1, current: null }),
  "POST /api/v1/matters/:id/likenesses": () => ({
    other: randomUUID(),
    choice: "keep",
    reason: "口径不同",
    version: 1,
  }),
  "POST /api/v1/matters/:id/comments": () => ({ text: "内部批注" }),
  "POST /api/v1/batches/:id/settlements": () => ({ rows: ["1"], reason: "源头已注销" }),
  "POST /api/v1/delegations/:id/revoke": () => ({}),
  "POST /api/v1/drafts/:id/pass": () => ({ version: 1 }),
  "POST /api/v1/drafts/:id/return": () => ({ version: 1, opinion: "重拟" }),
  "POST /api/v1/drafts/:id/redraft": () => ({ version: 1 }),
  "POST /api/v1/drafts/:id/withdraw": () => ({ version: 1 }),
  "POST /api/v1/matters/:id/supervisions": () => ({ kind: "urge", demand: "请尽快办理" }),
  "POST /api/v1/matters/:id/supervisions/:supervision/answer": () => ({ answer: "已办理" }),
  "POST /api/v1/records/:id/versions": () => ({ version: 1, form: {}, reason: "更正" }),
  "POST /api/v1/records/:id/end": () => ({ version: 1, reason: "撤销" }),
  "POST /api/v1/clients/:id/keys": () => ({ algorithm: "hmac-sha256" }),
};
const bodyOf = ({ method, url }: { method: string; url: string }) => bodies[`${method} ${url}`]?.();

describe("Every route about one thing of a unit", () => {
  const outsiders = ["rsj", "jixian-wjw", "gov", "sysadmin", "secadmin", "operator", "developer", "citizen"];

  test("is in this test, with a thing of another unit", () => {
    expect(aboutOne().length).toBeGreaterThan(12);
    expect([...new Set(aboutOne().map(({ url }) => kindOf(url)))].toSorted()).toEqual(
      [...owned.keys()].toSorted(),
    );
  });

  test("answers nobody who is not signed in", async () => {
    for (const route of aboutOne()) {
      const { statusCode } = await call(route, owned.get(kindOf(route.url)) ?? {}, null, bodyOf(route));
      expect([route.method, route.url, statusCode]).toEqual([route.method, route.url, 401]);
    }
  });

  test.each(outsiders)("refuses %s, whose it is not, as if there were none", async (outsider) => {
    for (const route of aboutOne()) {
      const { statusCode } = await call(route, owned.get(kindOf(route.url)) ?? {}, outsider, bodyOf(route));
      expect([403, 404], `${outsider} ${route.method} ${route.url}: ${statusCode}`).toContain(statusCode);
    }
  });

  test("answers 404 to its own unit for an id that does not exist, and 400 for what is no id", async () => {
    for (const route of aboutOne()) {
      const unknown = await call(
        route,
        { action: "withdraw", keyid: "k-none", seq: "1" },
        "gaj",
        bodyOf(route),
      );
      expect([route.method, route.url, unknown.statusCode]).toEqual([route.method, route.url, 404]);
      const nonsense = await call(route, { id: "1 or 1=1" }, "gaj", bodyOf(route));
      expect([400, 404], `${route.method} ${route.url}: ${nonsense.statusCode}`).toContain(
        nonsense.statusCode,
      );
    }
  });
});

describe("Whatever is sent", () => {
  const oddText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("\u0000", "\ud800", "null", "-1", "9".repeat(400), "%", "'\";--", "../../etc/passwd"),
  );
  const oddBody = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record({ username: oddText, password: oddText }),
    fc.record({ name: oddText }),
    fc.record({ kind: fc.constantFrom("catalogue-publication", "x"), subject: fc.uuid(), form: fc.object() }),
    fc.record({ version: fc.integer(), reasons: oddText, form: fc.dictionary(oddText, oddText) }),
    fc.record({ draft: fc.constant({ ...epidemicEntry, name: "\u0000", abstract: "\ud800" }) }),
  );

  test("no route answers with a fault of its own", async () => {
    for (const route of routes()) {
      await fc.assert(
        fc.asyncProperty(
          fc.record({ id: oddText, code: oddText, keyid: oddText, action: oddText, n: oddText }),
          fc.dictionary(fc.constantFrom("limit", "cursor", "q", "from", "to", "receipt", "box"), oddText),
          oddBody,
          fc.constantFrom(null, "gaj", "citizen"),
          async (values, query, body, who) => {
            const search = new URLSearchParams(query).toString();
            const sent = { ...route, url: `${route.url}?${search.replaceAll("*", "")}` };
            const answer = await call(sent, values, who, /GET|HEAD/.test(route.method) ? undefined : body);
            // Pages that were not built, and people who try too often, are told so.
            const fault = answer.statusCode >= 500 && answer.statusCode !== 503;
            expect([route.method, route.url, fault && answer.body]).toEqual([route.method, route.url, false]);
          },
        ),
        { numRuns: 8 },
      );
    }
  }, 180_000);

  test.each([
    ["a null character", "零\u0000字节"],
    ["half a character", "半个\ud800字"],
  ])("%s, which no table holds, is refused and not stored", async (_, name) => {
    const answer = await call({ method: "POST", url: "/api/v1/entries" }, {}, "gaj", {
      draft: { ...epidemicEntry, name },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, "bad_request"]);
  });

  test("a form nested a hundred thousand deep is refused", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const answer = await p.http.inject({
      method: "POST",
      url: "/api/v1/matters",
      headers: {
        authorization: `Bearer ${(await p.as("gaj")).token}`,
        "content-type": "application/json",
      },
      payload: `{"kind":"sharing-application","form":{"basis":${deep}}}`,
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, "bad_request"]);
  });
});
