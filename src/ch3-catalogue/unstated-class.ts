import { statedClass } from "../contract/catalogue-forms.ts";
import type { EntryContent } from "../contract/entry.ts";
import { refuse } from "../law/refusal.ts";
import type { Context, Guard } from "../matters/index.ts";
import { subject } from "./chain.ts";
import { issuesOf } from "./checks.ts";
import { amendDraft, recordClass } from "./class-store.ts";

/**
 * Art. 25 ¶3: a class left unstated is deemed unconditional. Before that the provider is prompted and told the day;
 * what is about persons or of grade 3 never gets here, for its submission is refused.
 */
export const classIsStated: Guard<unknown> = async (context) => {
  if ((await subject(context)).draft.sharingClass === null)
    return refuse(
      "class_unstated",
      "25¶3",
      "共享类型还没有明确，不能审核通过。请办理“提示明确共享类型”；到期仍未明确的，平台视为无条件共享后回到审核",
    );
};

export const classIsUnstated: Guard<unknown> = async (context) => {
  if ((await subject(context)).draft.sharingClass !== null)
    return refuse("class_stated", "25¶2", "本目录的共享类型已经明确，不需要提示");
};

export const statedClassIsComplete: Guard<unknown> = async (context) => {
  const { draft } = await subject(context);
  const faults = issuesOf({ ...draft, ...statedClass.parse(context.form) }).filter(({ pointer }) =>
    pointer.startsWith("/sharing"),
  );
  const [first] = faults;
  if (first !== undefined)
    return refuse(
      "class_incomplete",
      first.article,
      `还有 ${faults.length} 处要填`,
      faults.map(({ pointer, detail, article }) => ({ pointer: `/form${pointer}`, detail, article })),
    );
};

/** The class enters the draft under review, and how it came there is on record. */
export async function settleClass(
  context: Context<unknown>,
  how: "stated" | "deemed",
  fields: Partial<EntryContent>,
): Promise<void> {
  const { tx, matter, at } = context;
  const entry = await subject(context);
  await amendDraft(tx, entry, fields);
  await recordClass(tx, {
    entryId: entry.id,
    side: "sharing",
    how,
    before: null,
    after: fields.sharingClass ?? "unconditional",
    basis: fields.sharingBasis ?? "",
    matterId: matter.id,
    at,
  });
}
