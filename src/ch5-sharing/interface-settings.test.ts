import { describe, expect, test } from "vitest";
import {
  act,
  apply,
  assess,
  code,
  grantConditional,
  masked,
  mount,
  openingOf,
  publish,
  readEntry,
  refusal,
  request,
  start,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import {
  change,
  elsewhere,
  entry,
  fresh,
  held,
  keeps,
  mounting,
  mountNew,
  name,
  nobody,
  p,
  query,
  record,
  secret,
  settings,
  state,
  system,
  tryOut,
  withInterfaces,
} from "../../test/support/interfaces.ts";
import { freePort } from "../../test/support/server.ts";
import { json, openedTo } from "../../test/support/upstream.ts";
import { entryUpdates } from "../contract/data-due.ts";
import { entryContent } from "../contract/entry.ts";
import { interfaceState } from "../contract/interface.ts";

withInterfaces();

describe("Mounting", () => {
  test("A60.9 A12.5 only hosts that the deployer opened can be mounted, without password and question mark", async () => {
    const made = await fresh();
    const port = await freePort();
    for (const url of [
      `http://127.0.0.1:${port}/persons`,
      `${system.origin.replace("http:", "https:")}/persons`,
      "http://169.254.169.254/latest/meta-data",
      `http://localhost:${new URL(system.origin).port}/persons`,
      `${system.origin.replace("//", "//user:pass@")}/persons`,
      `${system.origin}/persons?token=1`,
      elsewhere.origin,
    ])
      expect([url, await code(mounting(made, { url }))]).toEqual([url, "upstream_closed"]);
    const { detail, article } = await refusal(mounting(made, { url: elsewhere.origin }));
    expect(detail).toContain(`GONGSHU_UPSTREAM_HOSTS 中加入 ${openedTo("gaj", elsewhere.origin)}`);
    expect(article).toBe("7¶1");
    expect(await code(mounting(made, { url: "file:///etc/passwd" }))).toBe("bad_request");
    expect((await readEntry(await p.as("gaj"), made.id)).resources).toEqual([]);
    expect(elsewhere.asked).toEqual([]);
    // A number for the same machine is the same host.
    expect(
      (await mounting(made, { url: `${system.origin.replace("127.0.0.1", "2130706433")}/persons` }))
        .resources,
    ).toHaveLength(1);
  });

  test("A12.5 an item to ask by, a secret for its header and fields of the catalogue are needed", async () => {
    const made = await fresh();
    expect(await code(mounting(made, { secret: undefined }))).toBe("upstream_secret_missing");
    expect(await code(mounting(made, { fields: { unheard: "x" } }))).toBe("upstream_field_unknown");
    expect(await code(mounting(made, { timeoutSeconds: 31 }))).toBe("bad_request");
    expect(await code(mounting(made, { proof: { kind: "header", name: "Host" } }))).toBe("bad_request");
    expect(await code(mounting(made, {}, "mzj"))).toBe("entry_not_own");
    const items = registerEntry.items.map((item) =>
      item.role === "subject-key" ? { ...item, role: "business-key" as const } : item,
    );
    expect(await code(mounting(await fresh({ items })))).toBe("subject_not_supported");
    const table = await publish(p, "gaj", { ...registerEntry, name: "户籍登记信息（库表）" });
    expect(await code(mounting(table))).toBe("format_differs");
  });

  test("A60.9 the secret is kept sealed and never shown; settings are the provider's alone", async () => {
    const shown = await (await p.as("gaj")).send("GET", `/api/v1/entries/${entry.id}/interface`);
    const text = JSON.stringify(shown);
    expect(text).toContain("X-Api-Key");
    expect(text).not.toContain(secret);
    for (const other of ["mzj", "sjj", "dsj", "auditor"])
      expect([other, await code(state(entry, other))]).toEqual([other, "entry_not_own"]);
  });

  test("A12.5 a trial tells what comes and what is wrong, and never a value", async () => {
    system.answer = () =>
      json({ data: { rows: [record({ xb: "9", csrq: "1990/1/1", addr: undefined, mz: 5 })] } });
    const trial = await tryOut(entry);
    expect(trial).toMatchObject({ ok: false, rows: 1, failure: "有 3 个数据项不合目录的要求" });
    const of = (column: string) => trial.items.find((item) => item.column === column);
    expect(of("xm")).toMatchObject({ field: "fullName", found: "text", fault: null });
    expect(of("hjdz")).toMatchObject({ found: "absent", fault: "请补填" });
    expect(of("mz")).toMatchObject({ found: "number", fault: expect.stringContaining("以字符串给出") });
    expect(of("csrq")?.fault).toContain("2026-09-05 的样式");
    for (const value of [name, "1990", "汉族"]) expect(JSON.stringify(trial)).not.toContain(value);
    keeps();
    expect(await tryOut(entry, { subject: nobody })).toMatchObject({ ok: false, rows: 0 });
    expect((await tryOut(entry, { subject: "12" })).failure).toContain("公民身份号码");
    expect((await state()).tried).toMatchObject({ ok: false });
  });

  test("A12.5 settings are tried before they are mounted, and nothing is kept of that", async () => {
    const made = await fresh();
    const trial = await tryOut(made, { settings: { ...settings(), secret } });
    expect(trial).toMatchObject({ ok: true, rows: 1, failure: null });
    expect(await code(state(made))).toBe("not_an_interface");
    expect(await code(tryOut(made, { settings: { ...settings({ url: elsewhere.origin }), secret } }))).toBe(
      "upstream_closed",
    );
    expect(elsewhere.asked).toEqual([]);
  });

  test("A7.8 no grant is given on an interface that was not tried with success, and none after it is set anew", async () => {
    const made = await mounting(await fresh());
    const matter = await apply(await p.as("mzj"), made);
    await act(await p.as("sjj"), matter.id, "passToProvider");
    await assess(await p.as("gaj"), matter.id);
    const grant = () =>
      p.as("gaj").then((api) => act(api, matter.id, "grant", { form: { columns: masked(request.columns) } }));
    expect(await code(grant())).toBe("interface_not_tried");
    await tryOut(made);
    await change(made, { timeoutSeconds: 2 });
    expect(await code(grant())).toBe("interface_not_tried");
    await tryOut(made);
    expect((await grant()).state).toBe("granted");
  });

  test("A20.4 a change goes on record, holds from the next call on, and of two at once one wins", async () => {
    const made = await mountNew();
    const grant = await grantConditional(p, "mzj", "gaj", made);
    const after = await change(made, { url: `${system.origin}/other`, secret: "another-secret-0815" });
    expect(after).toMatchObject({ version: 2, tried: null, hasSecret: true });
    expect(after.changes.map(({ version, newSecret }) => [version, newSecret])).toEqual([
      [2, true],
      [1, true],
    ]);
    await query({ grant });
    expect(system.last).toMatchObject({ target: "/other", headers: { "x-api-key": "another-secret-0815" } });
    const api = await p.as("gaj");
    const put = (version: number) =>
      api.put(`/api/v1/entries/${made.id}/interface`, { version, ...settings() }, interfaceState);
    expect(await code(put(1))).toBe("upstream_changed");
    const kept = await put(2);
    expect(kept.changes[0]).toMatchObject({ version: 3, newSecret: false, by: "孙立群" });
    await query({ grant });
    expect(system.last.headers["x-api-key"]).toBe("another-secret-0815");
    const { rowCount } = await p.t.ownerPool.query(
      `select from ledger.body where ref in (select 'access.upstream:' || id from access.upstream_version
        where resource = $1)`,
      [grant.resource.code],
    );
    expect(rowCount).toBe(3);
  });

  test("A60.9 a kept secret does not follow the address to another header", async () => {
    expect(await code(change(entry, { proof: { kind: "header", name: "X-Other" } }))).toBe(
      "upstream_secret_missing",
    );
  });

  test("A14.2 an interface counts at the acceptance of a project once its trial succeeded", async () => {
    const made = await mounting(await fresh());
    const api = await p.as("gaj");
    const approval = await start(api, {
      kind: "project-approval",
      form: {
        projectName: "户籍接口改造",
        systemName: "人口信息系统",
        projectKind: "new",
        approver: "市发展和改革委员会",
        entries: [made.id],
      },
    });
    await act(await p.as("sjj"), approval.id, "certify");
    const accept = () =>
      start(api, {
        kind: "project-acceptance",
        form: { approvalNumber: approval.number, entries: [made.id] },
      });
    expect((await refusal(accept())).detail).toContain("挂载的接口还没有试调成功");
    await tryOut(made);
    expect((await accept()).state).toBe("review");
  });

  test("A7.8 an interface is live: no data of it are ever due", async () => {
    const api = await p.as("gaj");
    const { items } = await api.get(`/api/v1/catalogue/updates?ids=${entry.id}`, entryUpdates);
    expect(items).toEqual([]);
    const table = await publish(p, "gaj", { ...registerEntry, name: "户籍登记信息（按日的库表）" });
    await mount(api, table);
    const due = await api.get(`/api/v1/catalogue/updates?ids=${table.id}`, entryUpdates);
    expect(due.items).toHaveLength(1);
  });

  test("A36.1 an entry of an interface is not opened as a dataset yet, and is told so", async () => {
    const live = { ...epidemicEntry, name: "疫情统计（接口）", format: "interface", sharingModes: ["query"] };
    const made = await publish(p, "wjw", entryContent.parse(live));
    const refused = await refusal(start(await p.as("wjw"), openingOf(made)));
    expect([refused.code, refused.article]).toEqual(["format_not_open", "36¶5"]);
    expect(refused.detail).toContain("数据格式是接口");
  });

  test("A7.7 nothing is uploaded to an interface, sampled of it or opened from it", async () => {
    expect(await code(upload(await p.as("gaj"), held.resource.code, "公民身份号码\n"))).toBe(
      "interface_not_stored",
    );
    expect(await code((await p.as("gaj")).send("POST", `/api/v1/entries/${entry.id}/samplings`))).toBe(
      "sampling_needs_table",
    );
  });
});
