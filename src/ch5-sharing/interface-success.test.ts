import { expect, test } from "vitest";
import { code, grantConditional } from "../../test/support/business.ts";
import {
  change,
  fresh,
  lastUses,
  mounting,
  mountNew,
  name,
  p,
  query,
  record,
  refused,
  state,
  system,
  tryOut,
  withInterfaces,
} from "../../test/support/interfaces.ts";
import { json } from "../../test/support/upstream.ts";

withInterfaces();

const success = { pointer: "/code", values: ["0", "200"] };
const answers = (told: object, rows: unknown = [record()]) => {
  system.answer = () => json({ ...told, data: { rows } });
};

test("A7.8 A20.1 an interface that answers 200 on its own errors is believed where it tells success, and nowhere else", async () => {
  const made = await fresh();
  answers({ code: 0 });
  const mounted = await mounting(made, { success });
  expect((await tryOut(mounted)).failure).toBeNull();
  const grant = await grantConditional(p, "mzj", "gaj", mounted);
  for (const told of [0, "0", 200, "200"]) {
    answers({ code: told });
    expect(await query({ grant })).toHaveLength(1);
  }
  for (const told of [
    { code: 500, msg: name },
    { code: "00" },
    { code: null },
    { code: [0] },
    { code: {} },
    {},
  ]) {
    // An empty list beside it is nobody only where it tells success.
    answers(told, []);
    expect([told, await refused({ grant })]).toEqual([told, [502, "upstream_failed"]]);
    const { lastFailure } = (await state(mounted)).calls;
    expect(lastFailure).toContain("/code 处");
    expect(lastFailure).not.toContain(name);
    expect((await lastUses(1))[0]).toMatchObject({ refusal: "upstream_failed", grant_id: grant.id });
    answers({ code: 0 });
    expect((await tryOut(mounted)).ok).toBe(true);
  }
  answers({ code: 500, msg: name });
  expect(await tryOut(mounted)).toMatchObject({
    ok: false,
    rows: null,
    failure: expect.stringContaining("没有成功"),
  });
});

test("A7.8 whoever tells success may say nobody by an empty list, null or nothing at all", async () => {
  answers({ code: 0 });
  const mounted = await mounting(await fresh(), { success });
  await tryOut(mounted);
  const grant = await grantConditional(p, "mzj", "gaj", mounted);
  for (const body of [{ data: { rows: [] } }, { data: { rows: null } }, { data: null }, {}]) {
    system.answer = () => json({ code: 0, ...body });
    expect([body, await query({ grant })]).toEqual([body, []]);
  }
  system.answer = () => json({ code: 0, data: { rows: "none" } });
  expect(await refused({ grant })).toEqual([502, "upstream_failed"]);
});

test("A7.8 A20.4 where success is told is a setting: a change of it is on record and asks for a new trial", async () => {
  const made = await mountNew();
  expect((await state(made)).settings?.success).toBeNull();
  expect(await code(change(made, { success: { pointer: "", values: ["0"] } }))).toBe("bad_request");
  expect(await code(change(made, { success: { pointer: "/code", values: [] } }))).toBe("bad_request");
  expect(await code(change(made, { success: { pointer: "code", values: ["0"] } }))).toBe("bad_request");
  const changed = await change(made, { success });
  expect(changed).toMatchObject({ settings: { success }, tried: null });
  const { rows } = await p.t.ownerPool.query(
    `select body -> 'success' as success from access.upstream_version
     where resource = $1 order by version desc limit 1`,
    [made.resources[0]?.code],
  );
  expect(rows).toEqual([{ success }]);
});
