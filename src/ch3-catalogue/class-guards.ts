import { sharingClassLabel } from "../contract/labels.zh.ts";
import { refuse } from "../law/refusal.ts";
import type { Guard } from "../matters/index.ts";
import { subject } from "./chain.ts";
import { moveOf } from "./classes.ts";
import { publishedEntry } from "./store.ts";

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
