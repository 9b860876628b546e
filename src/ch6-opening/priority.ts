import type { z } from "zod";
import type { OpeningPriority, openingPriorityForm } from "../contract/open-catalogue.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import { openingPriorityProcedure } from "./article-36-open-catalogue.ts";
import { entryOf, ownEntry } from "./opening.ts";
import { holdOpening, priorityOf } from "./priority-store.ts";
import { type LogSeal, publish } from "./publication.ts";
import "./tables.ts";

type Form = z.infer<typeof openingPriorityForm>;

/** Art. 36 ¶1 running: the mark orders the open catalogue at once, on the portal too. */
export function bindOpeningPriority(seal: LogSeal): BoundProcedure {
  return bind(openingPriorityProcedure, {
    title: async (opening) => `确定“${(await ownEntry(opening))?.content.name ?? ""}”的开放重点`,
    provider: async (opening) => (await ownEntry(opening))?.providerId ?? null,
    subjectTitle: async (opening) => (await ownEntry(opening))?.content.name ?? null,
    guards: { entryMayBeOpened, markChanges },
    effects: { setMark: (context) => setMark(seal, context) },
  });
}

const marked = ({ priority }: Form): OpeningPriority | null => (priority === "none" ? null : priority);

const entryMayBeOpened: Guard<Form> = async (context) => {
  const { openingClass } = (await entryOf(context)).content;
  if (openingClass === "not-open" || openingClass === null)
    return refuse("entry_not_open", "37¶1(1)", "目录中本数据属于不予开放，不能定为开放重点");
};

const markChanges: Guard<Form> = async (context) => {
  const { id } = await entryOf(context);
  await holdOpening(context.tx, id);
  if ((await priorityOf(context.tx, id)) === marked(context.matter.form))
    return refuse("priority_unchanged", "36¶1", "本数据现在就是这样标记的，不需要再确定");
};

async function setMark(seal: LogSeal, context: Context<Form>): Promise<void> {
  const { tx, matter, at } = context;
  const { id, code } = await entryOf(context);
  const ground = marked(matter.form);
  if (ground === null) await tx.deleteFrom("opening.priority").where("entry_id", "=", id).execute();
  else {
    const columns = { ground, why: matter.form.why, matter_id: matter.id, at };
    await tx
      .insertInto("opening.priority")
      .values({ entry_id: id, ...columns })
      .onConflict((conflict) => conflict.column("entry_id").doUpdateSet(columns))
      .execute();
  }
  const open = await tx
    .selectFrom("opening.dataset")
    .select("code")
    .where("entry_id", "=", id)
    .where("state", "!=", "withdrawn")
    .executeTakeFirst();
  if (open === undefined) return;
  await publish(tx, seal, { kind: "priority", code, body: { priority: ground, since: toInstant(at) } }, at);
}
