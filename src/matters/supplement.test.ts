import { afterAll, expect, test } from "vitest";
import { application, bureau, civil, person, police, testMatters } from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { bind } from "./index.ts";

const t = await testDatabase({ lawClock: "2026-09-28T09:30:00+08:00" });
afterAll(() => t.drop());
const matters = await testMatters(t);

const applicant = person(civil, "赵敏");
const checker = person(bureau, "李文博");
const officer = person(police, "孙立群");
const moveTo = (at: string) => inTransaction(t.db, (tx) => moveLawClock(tx, new Date(at)));
const start = () =>
  matters.start(applicant, { kind: application.kind, form: { scenario: "低保核对", change: "law" } });
const limits = async (id: string) =>
  (await matters.get(applicant, id)).deadlines.map(({ name, dueOn, state, overdue }) => [
    name,
    dueOn,
    state,
    overdue,
  ]);
const act = async (who: typeof applicant, id: string, action: string, reasons?: string) => {
  const { version } = await matters.get(applicant, id);
  await matters.act(who, id, action, reasons === undefined ? { version } : { version, reasons });
};

test("A27.4 a request to supplement stops the clock, its receipt starts it anew, and a second one is refused", async () => {
  const id = await start();
  await act(checker, id, "sendBack", "请补充“三定”规定");
  expect(await limits(id)).toEqual([
    ["check", "2026-09-29", "stopped", false],
    ["chain", "2026-09-30", "stopped", false],
  ]);
  await moveTo("2026-10-08T10:00:00+08:00");
  expect((await matters.sweep(new Date("2026-10-08T10:00:00+08:00"))).overdue).toBe(0);
  expect((await matters.list(applicant, { box: "todo", overdue: true })).items).toEqual([]);
  await act(applicant, id, "resubmit");
  expect((await limits(id)).slice(2)).toEqual([
    ["check", "2026-10-09", "open", false],
    ["chain", "2026-10-10", "open", false],
  ]);
  expect((await matters.get(checker, id)).actions.map(({ name }) => name)).not.toContain("sendBack");
  await expect(act(checker, id, "sendBack", "还缺一份")).rejects.toMatchObject({
    code: "supplement_asked",
    detail: expect.stringContaining("2026-09-28"),
  });
});

test("A27.4 a late station is not made punctual by asking for a supplement", async () => {
  const id = await start();
  await moveTo("2026-10-12T10:00:00+08:00");
  await act(checker, id, "sendBack", "请补充");
  expect((await limits(id))[0]).toEqual(["check", "2026-10-09", "stopped", true]);
});

test("withdrawal while the supplement is awaited ends the clock; what had gone on stays as it was", async () => {
  const awaited = await start();
  await act(checker, awaited, "sendBack", "请补充");
  await act(applicant, awaited, "withdraw");
  expect((await limits(awaited)).map(([, , state]) => state)).toEqual(["cancelled", "cancelled"]);
  const gone = await start();
  await act(checker, gone, "sendBack", "请补充");
  await act(applicant, gone, "resubmit");
  await act(applicant, gone, "withdraw");
  expect((await limits(gone)).map(([, , state]) => state)).toEqual([
    "stopped",
    "stopped",
    "cancelled",
    "cancelled",
  ]);
});

test("A27.4 a limit is extended where the declaration allows it: with reasons, once, both due dates kept", async () => {
  await moveTo("2026-10-12T11:00:00+08:00");
  const id = await start();
  await act(checker, id, "pass");
  const decide = async () => (await matters.get(officer, id)).deadlines.find(({ name }) => name === "decide");
  expect(await decide()).toMatchObject({ dueOn: "2026-10-13", extendedBy: null });
  await expect(act(officer, id, "extend")).rejects.toMatchObject({ code: "reasons_missing" });
  await act(officer, id, "extend", "须向省厅核实");
  expect(await decide()).toMatchObject({ dueOn: "2026-10-20", extendedBy: 5, workingDays: 1 });
  await expect(act(officer, id, "extend", "再延长")).rejects.toMatchObject({ code: "not_extendable" });
  const { rows } = await t.pool.query(
    `select old_due_on, new_due_on, reason from matters.deadline_change c
     join matters.deadline d on d.id = c.deadline_id where d.matter_id = $1`,
    [id],
  );
  expect(rows).toEqual([
    { old_due_on: "2026-10-13", new_due_on: "2026-10-20", reason: "延长：须向省厅核实" },
  ]);
});

test("A27.4 a declaration that extends a limit nothing may extend does not run", () => {
  const { decide } = application.deadlines;
  const { extension: _, ...fixed } = decide;
  const wrong = { ...application, deadlines: { ...application.deadlines, decide: fixed } };
  const handlers = {
    title: async () => "",
    guards: { notForbidden: async () => undefined },
    effects: { note: async () => undefined },
  };
  expect(() => bind(wrong, handlers)).toThrow("extends decide, which has no extension");
});
