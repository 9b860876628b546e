import { expect, test } from "vitest";
import {
  act,
  apply,
  approve,
  assess,
  code,
  grantConditional,
  masked,
  readEntry,
  request,
  save,
  submit,
} from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import {
  call,
  change,
  mountNew,
  p,
  query,
  record,
  refused,
  settings,
  state,
  subject,
  system,
  tryOut,
  withInterfaces,
} from "../../test/support/interfaces.ts";
import { eventually } from "../../test/support/server.ts";
import { json } from "../../test/support/upstream.ts";
import type { Entry, EntryItem } from "../contract/entry.ts";
import { problem } from "../contract/problem.ts";

withInterfaces();

const added = "lxdh";
const gone = "hjdz";
const [first] = registerEntry.items;
if (first === undefined) throw new Error("the register has items");
/** Neither masked nor looked at more closely. */
const phone: EntryItem = {
  ...first,
  name: "联系电话",
  column: added,
  role: "none",
  standard: null,
  length: 20,
  required: false,
  storage: "sealed",
};
const items = [...registerEntry.items.filter(({ column }) => column !== gone), phone];

async function republish(made: Entry, next: readonly EntryItem[]): Promise<void> {
  const api = await p.as("gaj");
  const before = await readEntry(api, made.id);
  await approve(p, (await submit(api, await save(api, before, { ...before.draft, items: [...next] }))).id);
}

test("A12.5 A31.1 a version with other items is asked for by its items: grants go on for what still exists", async () => {
  const made = await mountNew();
  const grant = await grantConditional(p, "mzj", "gaj", made);
  expect(Object.keys((await query({ grant }))[0] ?? {}).toSorted()).toEqual([gone, "xm"]);
  await republish(made, items);

  await eventually(async () => !JSON.stringify(await query({ grant })).includes(gone));
  expect(Object.keys((await query({ grant }))[0] ?? {})).toEqual(["xm"]);
  expect(JSON.parse(system.last.body.toString())).toEqual({ idNo: subject, want: ["fullName"] });
  const asked = system.asked.length;
  const { status, body } = await call({ grant, more: { columns: ["xm", gone] } });
  const told = problem.parse(body);
  expect([status, told.code, told.errors?.[0]?.detail]).toEqual([
    403,
    "column_not_granted",
    "目录已去掉这个数据项，请从请求中去掉",
  ]);
  expect(system.asked).toHaveLength(asked);
  expect(await refused({ grant, more: { columns: [added] } })).toEqual([403, "column_not_granted"]);
});

test("A7.8 A12.5 other items ask for a new trial before further grants; a new item has the field of its own name", async () => {
  const made = await mountNew();
  const standing = await grantConditional(p, "mzj", "gaj", made);
  expect((await state(made)).tried).toMatchObject({ ok: true });
  await republish(made, items);
  expect((await state(made)).tried).toBeNull();

  const wanted = ["xm", added];
  const matter = await apply(await p.as("rsj"), made, { ...request, columns: wanted });
  await act(await p.as("sjj"), matter.id, "passToProvider");
  await assess(await p.as("gaj"), matter.id);
  const grant = async () => act(await p.as("gaj"), matter.id, "grant", { form: { columns: masked(wanted) } });
  expect(await code(grant())).toBe("interface_not_tried");
  expect(await query({ grant: standing })).toHaveLength(1);

  system.answer = () => json({ data: { rows: [record({ [added]: "0469-4222000", addr: undefined })] } });
  const trial = await tryOut(made);
  expect([trial.failure, trial.ok]).toEqual([null, true]);
  const fields = trial.items.map(({ column, field }) => [column, field]);
  expect(fields).toContainEqual([added, added]);
  expect(fields).toContainEqual(["xm", "fullName"]);
  expect(fields.map(([column]) => column)).not.toContain(gone);
  expect((await grant()).state).toBe("granted");

  // A field for an item that is gone is no setting any more.
  expect(await code(change(made, {}))).toBe("upstream_field_unknown");
  const { fields: known } = settings();
  expect((await change(made, { fields: { gmsfhm: known.gmsfhm, xm: known.xm } })).tried).toBeNull();
});

test("A11.5 A7.8 a change that the interface does not feel asks for no trial", async () => {
  const made = await mountNew();
  await republish(
    made,
    registerEntry.items.map((item) => (item.column === "mz" ? { ...item, name: "民族名称" } : item)),
  );
  expect((await state(made)).tried).toMatchObject({ ok: true });
});

test("A31.1 a row scope on an item that is gone gives nothing, rather than everybody", async () => {
  const made = await mountNew();
  const grant = await grantConditional(p, "mzj", "gaj", made);
  await p.t.ownerPool.query("update access.grant set row_scope = $2, version = version + 1 where id = $1", [
    grant.id,
    JSON.stringify({ column: gone, values: ["双鸭山市"] }),
  ]);
  await republish(made, items);
  await eventually(async () => (await call({ grant })).status === 403);
  expect(await refused({ grant })).toEqual([403, "column_not_granted"]);
});
