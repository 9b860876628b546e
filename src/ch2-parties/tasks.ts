import type { z } from "zod";
import type { IssueTask, Task, TaskPart, taskForm } from "../contract/task.ts";
import { taskState } from "../contract/task.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard, type Matters } from "../matters/index.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { dataTask } from "./article-08-task.ts";
import { isInArea, unitNamed } from "./units.ts";

type Form = z.infer<typeof taskForm>;

/** Art. 8(3) running. */
export function bindTask(): BoundProcedure {
  return bind(dataTask, {
    title: async ({ form }) => `“${form.title}”任务`,
    provider: async ({ tx, form }) => (await unitNamed(tx, form.addressee))?.id ?? null,
    guards: { starterIsAuthority, addresseeIsInItsRegion, dueDateIsAhead },
    effects: { fileTask },
  });
}

const starterIsAuthority: Guard<Form> = async ({ caller }) => {
  if (caller?.party.kind !== "authority")
    return refuse("not_the_authority", "8(3)", "任务和要求由数据局向部门提出，本单位不能下达");
};

const addresseeIsInItsRegion: Guard<Form> = async ({ tx, caller, matter }) => {
  const { addressee } = matter.form;
  const at = (detail: string) =>
    refuse("unit_unknown", "8(3)", detail, [{ pointer: "/form/addressee", detail }]);
  const unit = await unitNamed(tx, addressee);
  if (unit === undefined) return at(`没有名为“${addressee}”的单位，请从单位名录里选择`);
  if (unit.id === caller?.party.id) return at("不能给本单位下达任务，请选择承办部门");
  if (caller !== null && !isInArea(caller.party, unit))
    return at(`“${addressee}”不在本行政区域，请由它所在地的数据局或者市数据局下达`);
};

const dueDateIsAhead: Guard<Form> = async ({ matter, at }) => {
  const detail = "要求完成日期须在今天之后";
  if (matter.form.dueOn <= civilDate(at))
    return refuse("form_invalid", "8(3)", detail, [{ pointer: "/form/dueOn", detail }]);
};

/** A task issued alone is a task of one part; `issue` joins those issued together. */
async function fileTask({ tx, matter }: Context<Form>): Promise<void> {
  const { id, starter, provider } = matter;
  if (provider === null) throw new Error(`task ${matter.number} has no addressee`);
  await tx
    .insertInto("parties.task_matter")
    .values({ matter_id: id, task_id: id, issuer_id: starter, addressee_id: provider })
    .execute();
}

/** Opens a matter for each unit, all or none; the id of the task. */
export async function issue(tx: Tx, matters: Matters, caller: Caller, input: IssueTask): Promise<string> {
  const { addressees, attachments, ...stated } = input;
  const opened: string[] = [];
  for (const addressee of addressees) {
    const form = { ...stated, addressee };
    opened.push(
      await matters.start(caller, { kind: dataTask.kind, form, attachments: attachments ?? [] }, tx),
    );
  }
  const [task] = opened;
  if (task === undefined) throw new Error("a task for nobody");
  await tx
    .updateTable("parties.task_matter")
    .set({ task_id: task })
    .where("matter_id", "in", opened)
    .execute();
  return task;
}

/** The issuer sees every part, a unit its own, the auditor all. */
function parts(db: Db | Tx, caller: Caller) {
  const rows = db
    .selectFrom("parties.task_matter as part")
    .innerJoin("matters.matter as matter", "matter.id", "part.matter_id");
  if (caller.roles.includes("auditor")) return rows;
  const { id } = caller.party;
  return rows.where((eb) => eb.or([eb("part.issuer_id", "=", id), eb("part.addressee_id", "=", id)]));
}

/** Ids of tasks of which the caller sees a part, newest first. */
export async function taskIds(
  db: Db | Tx,
  caller: Caller,
  limit: number,
  before: string | undefined,
): Promise<string[]> {
  let rows = parts(db, caller).select("part.task_id").distinct().orderBy("part.task_id", "desc").limit(limit);
  if (before !== undefined) rows = rows.where("part.task_id", "<", before);
  return (await rows.execute()).map(({ task_id }) => task_id);
}

export async function viewTask(db: Db | Tx, caller: Caller, id: string): Promise<Task> {
  const [found] = await viewTasks(db, caller, [id]);
  if (found === undefined) throw new Problem("not_found", "没有这项任务，或者您无权查看。");
  return found;
}

/** Tasks with the parts that the caller sees, in the order of the ids. */
export async function viewTasks(db: Db | Tx, caller: Caller, ids: readonly string[]): Promise<Task[]> {
  if (ids.length === 0) return [];
  const rows = await parts(db, caller)
    .innerJoin("parties.party as issuer", "issuer.id", "part.issuer_id")
    .innerJoin("parties.party as addressee", "addressee.id", "part.addressee_id")
    .select(["part.task_id", "part.issuer_id", "part.addressee_id"])
    .select(["matter.id", "matter.number", "matter.state", "matter.form", "matter.received_at"])
    .select(["issuer.name as issuer", "addressee.name as addressee"])
    .where("part.task_id", "in", [...ids])
    .orderBy("matter.id")
    .execute();
  const today = civilDate(await lawNow(db));
  const latest = await latestWords(
    db,
    rows.map((row) => row.id),
  );
  const form = dataTask.form;
  return ids.flatMap((id) => {
    const own = rows.filter((row) => row.task_id === id);
    const [first] = own;
    if (first === undefined) return [];
    const { title, requirement, basis, dueOn } = form.parse(first.form);
    return {
      id,
      title,
      requirement,
      basis,
      dueOn,
      issuer: { id: first.issuer_id, name: first.issuer },
      issuedAt: toInstant(first.received_at),
      parts: own.map((row): TaskPart => {
        const state = taskState.parse(row.state);
        return {
          matter: row.id,
          number: row.number,
          addressee: { id: row.addressee_id, name: row.addressee },
          state,
          overdue: dueOn < today && ["issued", "declined", "working"].includes(state),
          latest: latest.get(row.id) ?? null,
        };
      }),
    };
  });
}

/** What each unit wrote last, as progress or as result. */
async function latestWords(db: Db | Tx, matters: readonly string[]): Promise<Map<string, string>> {
  if (matters.length === 0) return new Map();
  const steps = await db
    .selectFrom("matters.step")
    .select(["matter_id", "form"])
    .where("matter_id", "in", [...matters])
    .where("action", "in", ["feedBack", "report"])
    .orderBy("seq")
    .execute();
  return new Map(steps.map(({ matter_id, form }) => [matter_id, String(form.result ?? form.progress ?? "")]));
}
