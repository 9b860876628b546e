import { sharingClassLabel } from "../contract/labels.zh.ts";
import { refuse } from "../law/refusal.ts";
import type { Guard } from "../matters/index.ts";
import { subject } from "./chain.ts";
import { moveOf } from "./classes.ts";
import { entryInForce, publishedEntry } from "./store.ts";

/**
 * Art. 25 ¶4, 37 ¶3: closed data is shared or opened once it was processed or its owners agree. An update after a change of
 * law has no such evidence: there too the class stays closed until the change of class has it. What the new law closes
 * is reviewed in the update itself.
 */
export const closedClassesStay: Guard<unknown> = async (context) => {
  const { id, draft } = await subject(context);
  const { content } = await entryInForce(context.tx, id);
  const opened = (["sharing", "opening"] as const).filter(
    (side) => moveOf(content, draft, side) === "converted",
  );
  const [first] = opened;
  if (first === undefined) return undefined;
  return refuse(
    "class_change_needed",
    first === "sharing" ? "25¶4" : "37¶3",
    "不予共享、不予开放的数据不能在更新中放宽：本次更新请保留原类型，更新发布后办理“共享、开放属性变更”，选择依据（脱密、脱敏或者权利人同意）并附处理记录或者同意材料",
    opened.map((side) => ({ pointer: `/${side}Class`, detail: "由属性变更办理" })),
  );
};

/**
 * Art. 26, 37 ¶2: no class becomes stricter in passing, nor does closed data become open without its evidence: both
 * go by a change of class, in which the bureau has the reason and the basis before it.
 */
export const classesKeepTheirWay: Guard<unknown> = async (context) => {
  const { id, draft } = await subject(context);
  const inForce = await publishedEntry(context.tx, id);
  if (inForce === undefined) return undefined;
  const { content } = inForce;
  const sharing = moveOf(content, draft, "sharing");
  if (sharing === "tightened" || sharing === "converted")
    return refuse(
      "class_change_needed",
      sharing === "tightened" ? "26" : "25¶4",
      `共享类型由“${sharingClassLabel[content.sharingClass ?? "unconditional"]}”变更，须办理“共享、开放属性变更”；本次更新请保留原类型`,
      [{ pointer: "/sharingClass", detail: "由属性变更办理" }],
    );
  const opening = moveOf(content, draft, "opening");
  if (opening === "tightened" || opening === "converted")
    return refuse(
      "class_change_needed",
      opening === "tightened" ? "37¶2" : "37¶3",
      "开放类型的这种变更须办理“共享、开放属性变更”；本次更新请保留原类型",
      [{ pointer: "/openingClass", detail: "由属性变更办理" }],
    );
};
