import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  act,
  apply,
  assess,
  code,
  compile,
  grantOf,
  masked,
  mount,
  publish,
  readEntry,
  refusal,
  request,
  see,
  start,
} from "../../test/support/business.ts";
import { epidemicEntry, hospitalEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import type { Entry } from "../contract/entry.ts";
import { grant as grantSchema } from "../contract/grant.ts";
import { ledgerLeaf } from "../contract/ledger.ts";

let p: TestPlatform;
/** Conditional, of 市公安局; unconditional, of 市卫生健康委. */
let register: Entry;
let figures: Entry;

beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  figures = await publish(p, "wjw", hospitalEntry);
  await mount(await p.as("wjw"), figures);
});
afterAll(() => p.close());

const plainRequest = { ...request, columns: ["city", "confirmed"] };
/** An application that lies with its provider, who has assessed it. */
async function passed(form: unknown = request): Promise<string> {
  const { id } = await apply(await p.as("mzj"), register, form);
  await act(await p.as("sjj"), id, "passToProvider");
  await assess(await p.as("gaj"), id);
  return id;
}
const decide = async (id: string, columns: unknown, who = "gaj") =>
  act(await p.as(who), id, "grant", { form: { columns } });
const decision = (column: string, treatment: string, reason = "") => ({ column, treatment, reason });
const grantsHeld = async (username: string) =>
  (await (await p.as(username)).get("/api/v1/grants?side=held&limit=200", listOf(grantSchema))).items;

describe("Applying", () => {
  test("A27.1 departments of all levels apply for what is published, nobody else, and for nothing else", async () => {
    for (const outsider of ["citizen", "company", "operator", "developer", "auditor", "sysadmin"])
      expect([outsider, await code(apply(await p.as(outsider), register))]).toEqual([
        outsider,
        "may_not_start",
      ]);
    const draft = await compile(await p.as("gaj"), { ...registerEntry, name: "居住证登记信息" });
    expect(await code(apply(await p.as("mzj"), draft))).toBe("not_found");
    const opened = await apply(await p.as("mzj"), register);
    expect([opened.state, opened.holder?.id]).toEqual(["review", p.party("sjj")]);
    expect(opened.number).toMatch(/^双数享〔2026〕\d+号$/);
  });

  test("A21.1 a county's department finds a city's data and may apply, across levels and regions", async () => {
    expect((await readEntry(await p.as("jixian-wjw"), register.id)).status).toBe("published");
    const { id } = await apply(await p.as("jixian-wjw"), register);
    await act(await p.as("sjj"), id, "passToProvider");
    await assess(await p.as("gaj"), id);
    await decide(id, masked(request.columns));
    expect((await grantsHeld("jixian-wjw")).map(({ matterId }) => matterId)).toContain(id);
  });

  test("a grant and the receipts of its matter are listed to holder, provider, the city's bureau and the auditor", async () => {
    const { id } = await apply(await p.as("mzj"), register);
    await act(await p.as("sjj"), id, "passToProvider");
    await assess(await p.as("gaj"), id);
    await decide(id, masked(request.columns));
    const sees = async (who: string) => {
      const api = await p.as(who);
      const grants = await api.get("/api/v1/grants?limit=200", listOf(grantSchema));
      const leaves = await api.get("/api/v1/ledger/leaves?limit=200", listOf(ledgerLeaf));
      const { number } = await see(await p.as("mzj"), id);
      return [
        grants.items.some(({ matterId }) => matterId === id),
        leaves.items.filter(({ title }) => title.startsWith(`${number} `)).length,
      ];
    };
    expect(await sees("mzj")).toEqual([true, 1]);
    expect(await sees("gaj")).toEqual([true, 1]);
    expect(await sees("sjj")).toEqual([true, 1]);
    expect(await sees("auditor")).toEqual([true, 3]);
    expect(await sees("rsj")).toEqual([false, 0]);
  });

  test.each([
    ["scenario", { scenario: " " }, "/form/scenario"],
    ["mode", { mode: "carrier pigeon" }, "/form/mode"],
    ["scope of items", { columns: [] }, "/form/columns"],
    ["scope of persons", { rowScope: "" }, "/form/rowScope"],
    ["basis", { basis: "" }, "/form/basis"],
  ])("A27.2 %s must be stated", async (_, change, pointer) => {
    const refused = await refusal(apply(await p.as("mzj"), register, { ...request, ...change }));
    expect([refused.code, refused.article]).toEqual(["form_invalid", "27¶1"]);
    const answer = await fetch(`${p.url}/api/v1/matters`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${(await p.as("mzj")).token}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        kind: "sharing-application",
        subject: register.id,
        form: { ...request, ...change },
      }),
    });
    const { errors } = await answer.json();
    expect(errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  test.each([
    ["an item that the entry does not have", { columns: ["xm", "sfzh"] }, "column_unknown"],
    ["an item twice", { columns: ["xm", "xm"] }, "column_unknown"],
    ["a mode that the entry does not offer", { mode: "verify" }, "mode_not_offered"],
  ])("A27.1 an application for %s is refused", async (_, change, refused) => {
    const entry = refused === "mode_not_offered" ? figures : register;
    const form = { ...(refused === "mode_not_offered" ? plainRequest : request), ...change };
    expect(await code(apply(await p.as("mzj"), entry, form))).toBe(refused);
  });

  test.each([
    ["query", "interface"],
    ["verify", "table"],
  ] as const)(
    "A27.1 a %s of an %s entry without subject key is refused: it could never be answered",
    async (mode, format) => {
      const content = { ...epidemicEntry, name: `没有主体标识的${format}`, format, sharingModes: [mode] };
      const refused = await refusal(
        apply(await p.as("mzj"), await publish(p, "wjw", content), { ...plainRequest, mode }),
      );
      expect([refused.code, refused.article]).toEqual(["mode_not_offered", "27¶1"]);
      expect(refused.detail).toMatch(/没有主体标识.*目录列明的方式还不能在线申请，请与提供部门联系/);
    },
  );

  test("a unit does not apply for its own data", async () => {
    const refused = await refusal(apply(await p.as("gaj2"), register));
    expect([refused.code, refused.article]).toEqual(["own_data", "27¶1"]);
  });

  test("A24.1 what is not shared is not applied for, and not granted to who had applied before", async () => {
    const entry = await publish(p, "wjw", { ...hospitalEntry, name: "传染病个案" });
    await mount(await p.as("wjw"), entry);
    const early = await apply(await p.as("mzj"), entry, plainRequest);
    const form = {
      sharingClass: "not-shared",
      sharingBasis: "《传染病防治法》第十六条",
      changeReason: "依法不得泄露个人隐私",
    };
    const { id } = await start(await p.as("wjw"), { kind: "class-change", subject: entry.id, form });
    await act(await p.as("sjj"), id, "approve");
    const refused = await refusal(apply(await p.as("rsj"), entry, plainRequest));
    expect([refused.code, refused.article]).toEqual(["entry_not_shared", "24(3)"]);
    for (const step of ["grantUnconditional", "passToProvider"])
      expect(await code(act(await p.as("sjj"), early.id, step))).toBe("entry_not_shared");
  });

  test("without a mounted table there is nothing to grant", async () => {
    const entry = await publish(p, "wjw", { ...hospitalEntry, name: "疫苗接种统计" });
    const { id } = await apply(await p.as("mzj"), entry, plainRequest);
    expect(await code(act(await p.as("sjj"), id, "grantUnconditional"))).toBe("entry_not_mounted");
    const held = await publish(p, "gaj", { ...registerEntry, name: "出入境登记信息" });
    const second = await apply(await p.as("mzj"), held);
    expect(await code(act(await p.as("sjj"), second.id, "passToProvider"))).toBe("entry_not_mounted");
  });
});

describe("Unconditional data", () => {
  test("A27.3 after the bureau's review they are had at once, every item asked for, without a decision of the provider", async () => {
    const { id } = await apply(await p.as("mzj"), figures, plainRequest);
    expect((await grantsHeld("mzj")).map(({ matterId }) => matterId)).not.toContain(id);
    const done = await act(await p.as("sjj"), id, "grantUnconditional");
    expect([done.state, done.closed]).toEqual(["granted", true]);
    const grant = await grantOf(await p.as("mzj"), id);
    expect(grant).toMatchObject({ state: "active", modes: ["query"], scenario: plainRequest.scenario });
    expect(grant.columns.map(({ column, treatment }) => [column, treatment])).toEqual([
      ["city", "plain"],
      ["confirmed", "plain"],
    ]);
  });

  test("A63.1 no condition is added: not sent round to the provider, no expiry", async () => {
    const { id } = await apply(await p.as("mzj"), figures, plainRequest);
    const refused = await refusal(act(await p.as("sjj"), id, "passToProvider"));
    expect([refused.code, refused.article]).toEqual(["entry_is_unconditional", "27¶2(1)"]);
    await act(await p.as("sjj"), id, "grantUnconditional");
    expect((await grantOf(await p.as("mzj"), id)).validUntil).toBeNull();
  });

  test("who applied for the bureau does not review for the bureau", async () => {
    const { id } = await apply(await p.as("sjj"), figures, plainRequest);
    expect(await code(act(await p.as("sjj"), id, "grantUnconditional"))).toBe("same_person_twice");
    await act(await p.as("sjj2"), id, "grantUnconditional");
    const other = await apply(await p.as("sjj"), register);
    expect(await code(act(await p.as("sjj"), other.id, "passToProvider"))).toBe("same_person_twice");
  });
});

describe("Conditional data", () => {
  test("A63.1 what the provider gives less openly than its entry allows is flagged to all who see the matter", async () => {
    const flagged = async (form: typeof request, columns: readonly object[]) => {
      const id = await passed(form);
      await decide(id, columns);
      const { facts } = await see(await p.as("sjj"), id);
      return facts.filter(({ article }) => article === "63").map(({ value }) => value);
    };
    const both = { ...request, columns: ["xm", "xb"] };
    expect(await flagged(both, [decision("xm", "masked"), decision("xb", "plain")])).toEqual([]);
    expect(await flagged(both, [decision("xm", "verify-only"), decision("xb", "masked")])).toEqual([
      "“姓名”仅核验，目录可以脱敏；“性别”脱敏，目录可以同意",
    ]);
    const refused = [decision("xm", "masked"), decision("xb", "refused", "与场景无关")];
    expect(await flagged(both, refused)).toEqual([]);
    expect(
      await flagged({ ...both, mode: "verify" }, [decision("xm", "verify-only"), decision("xb", "masked")]),
    ).toEqual([]);
  });

  test("A27.4 the provider decides, within one working day of its receipt", async () => {
    const { id } = await apply(await p.as("mzj"), register);
    const refused = await refusal(act(await p.as("sjj"), id, "grantUnconditional"));
    expect([refused.code, refused.article]).toEqual(["entry_is_conditional", "27¶2(2)"]);
    const { holder, deadlines } = await act(await p.as("sjj"), id, "passToProvider");
    expect(holder?.id).toBe(p.party("gaj"));
    expect(deadlines.find(({ name, state }) => name === "provider" && state === "open")).toMatchObject({
      kind: "statutory",
      workingDays: 1,
      dueOn: "2026-09-22",
      article: "第二十七条第二款第二项",
      overdue: false,
    });
    expect(await code(decide(id, masked(request.columns), "sjj"))).toBe("not_the_holder");
    await assess(await p.as("gaj"), id);
    await decide(id, masked(request.columns));
    const { validFrom, validUntil, columns, rowScope } = await grantOf(await p.as("mzj"), id);
    expect(rowScope).toEqual({ stated: request.rowScope, enforced: false });
    expect([validFrom.slice(0, 10), validUntil?.slice(0, 19)]).toEqual(["2026-09-21", "2027-09-21T00:00:00"]);
    expect(columns.map(({ treatment }) => treatment)).toEqual(["masked", "masked"]);
  });

  test("A27.5 a refusal of all or of one item states its reasons, and the applicant and the bureau read them", async () => {
    const id = await passed();
    const silent = await refusal(act(await p.as("gaj"), id, "refuse"));
    expect([silent.code, silent.article]).toEqual(["reasons_missing", "27¶2(2)"]);
    const unexplained = [decision("xm", "masked"), decision("hjdz", "refused", " ")];
    const refused = await refusal(decide(id, unexplained));
    expect([refused.code, refused.article]).toEqual(["reasons_missing", "27¶2(2)"]);
    const none = request.columns.map((column) => decision(column, "refused", "与场景无关"));
    expect(await code(decide(id, none))).toBe("columns_undecided");
    await act(await p.as("gaj"), id, "refuse", { reasons: "所列场景不需要户籍地址" });
    for (const reader of ["mzj", "sjj"]) {
      const { state, history } = await see(await p.as(reader), id);
      expect([state, history.at(-1)?.reasons]).toEqual(["refused", "所列场景不需要户籍地址"]);
    }
    expect((await grantsHeld("mzj")).map(({ matterId }) => matterId)).not.toContain(id);
  });

  test("A27.5 an item refused with its reason is not in the grant's usable items, the others are", async () => {
    const id = await passed();
    await decide(id, [decision("xm", "masked"), decision("hjdz", "refused", "场景只需姓名")]);
    const { columns } = await grantOf(await p.as("mzj"), id);
    expect(columns.map(({ column, treatment, reason }) => [column, treatment, reason])).toEqual([
      ["xm", "masked", ""],
      ["hjdz", "refused", "场景只需姓名"],
    ]);
  });

  test("every item asked for is decided, and none beside them", async () => {
    const id = await passed();
    const missing = await refusal(decide(id, [decision("xm", "masked")]));
    expect([missing.code, missing.detail]).toEqual(["columns_undecided", expect.stringContaining("hjdz")]);
    const beyond = await refusal(decide(id, [...masked(request.columns), decision("mz", "plain")]));
    expect([beyond.code, beyond.detail]).toEqual(["columns_undecided", expect.stringContaining("mz")]);
    const twice = [...masked(request.columns), decision("xm", "masked")];
    expect(await code(decide(id, twice))).toBe("grant_too_lax");
  });

  test("A11.5 nothing is given more openly than the entry's grade allows", async () => {
    const id = await passed();
    const lax = await refusal(decide(id, [decision("xm", "plain"), decision("hjdz", "masked")]));
    expect([lax.code, lax.article]).toEqual(["grant_too_lax", "11¶3"]);
    const strict = [decision("xm", "verify-only"), decision("hjdz", "masked")];
    expect((await decide(id, strict)).state).toBe("granted");
  });

  test("the bureau that passed an application on for form does not decide it as provider with the same person", async () => {
    const entry = await publish(p, "sjj", { ...registerEntry, name: "政务服务办件人信息" }, "gov");
    await mount(await p.as("sjj"), entry);
    const { id } = await apply(await p.as("mzj"), entry);
    await act(await p.as("sjj"), id, "passToProvider");
    expect(await code(decide(id, masked(request.columns), "sjj"))).toBe("same_person_twice");
    await assess(await p.as("sjj2"), id);
    await decide(id, masked(request.columns), "sjj2");
  });
});

describe("Application, review and feedback are one procedure", () => {
  test("A22.1 an application sent back for supplement and withdrawn leaves its whole course on record", async () => {
    const { id } = await apply(await p.as("mzj"), register);
    expect(await code(act(await p.as("sjj"), id, "askSupplement"))).toBe("reasons_missing");
    await act(await p.as("sjj"), id, "askSupplement", { reasons: "请补充“三定”规定" });
    expect(await code(act(await p.as("sjj"), id, "passToProvider"))).toBe("wrong_state");
    await act(await p.as("mzj"), id, "supplement");
    await act(await p.as("sjj"), id, "passToProvider");
    const { history, closed, deadlines } = await act(await p.as("mzj"), id, "withdraw");
    expect(closed).toBe(true);
    expect(history.map(({ action }) => action)).toEqual([
      "opens",
      "askSupplement",
      "supplement",
      "passToProvider",
      "withdraw",
    ]);
    for (const { receipt, article } of history) expect([receipt?.length, article]).not.toContain(undefined);
    expect(deadlines.filter(({ state }) => state === "open")).toEqual([]);
  });

  test("A27.2 a supplement mends what was asked; the bureau sees what is different, the grant serves what was mended", async () => {
    const mzj = await p.as("mzj");
    const { id } = await apply(mzj, register);
    await act(await p.as("sjj"), id, "askSupplement", { reasons: "应用场景写到具体环节" });
    const [offered] = (await see(mzj, id)).actions;
    expect(offered?.stated).toEqual({
      scenario: request.scenario,
      rowScope: request.rowScope,
      basis: request.basis,
      months: 12,
    });
    expect(await code(act(mzj, id, "supplement", { form: { scenario: " " } }))).toBe("form_invalid");
    const scenario = "低保年度复核时，核对在册对象户籍地址是否迁出";
    const mended = await act(mzj, id, "supplement", { form: { scenario } });
    expect(mended.form).toEqual({ ...request, scenario });
    expect(mended.history.find(({ action }) => action === "supplement")?.changes).toEqual([
      { title: "具体应用场景", before: request.scenario, after: scenario },
    ]);
    await act(await p.as("sjj"), id, "passToProvider");
    await assess(await p.as("gaj"), id);
    await decide(id, masked(request.columns));
    expect((await grantOf(mzj, id)).scenario).toBe(scenario);
  });

  test("A22.1 an application is seen by the applicant, the provider and the bureau, not by others", async () => {
    const id = await passed();
    for (const reader of ["mzj", "sjj2", "gaj2", "auditor"])
      expect((await see(await p.as(reader), id)).id).toBe(id);
    for (const other of ["wjw", "dsj", "rsj", "jixian-sjj", "citizen", "sysadmin"])
      expect([other, await code(see(await p.as(other), id))]).toEqual([other, "not_found"]);
  });
});
