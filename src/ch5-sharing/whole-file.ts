import type { EntryContent, SharingMode } from "../contract/entry.ts";
import { lacksSubject, leavesInClear, possibleModes } from "../contract/file-sharing.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import { dataFormatLabel, sharingModeLabel } from "../contract/labels.zh.ts";
import { type Refusal, refuse } from "../law/refusal.ts";

/** Why the entry cannot be had by this mode, with what it can be had by. */
export function modeRefusal(content: EntryContent, mode: SharingMode): Refusal | undefined {
  const possible = possibleModes(content);
  if (possible.some((one) => one === mode)) return undefined;
  const instead =
    possible.length === 0
      ? "目录列明的方式还不能在线申请，请与提供部门联系"
      : `可以申请的是：${possible.map((one) => sharingModeLabel[one]).join("、")}`;
  return refuse("mode_not_offered", "27¶1", `${whyNot(content, mode)}；${instead}`, [
    { pointer: "/form/mode", detail: "请改选目录可以提供的方式" },
  ]);
}

function whyNot(content: EntryContent, mode: SharingMode): string {
  const format = content.format ?? "table";
  if (!content.sharingModes.includes(mode)) return `目录没有提供“${sharingModeLabel[mode]}”这种共享方式`;
  if (format !== "file" && (mode === "query" || mode === "verify") && lacksSubject(content))
    return `“${content.name}”没有主体标识，而${sharingModeLabel[mode]}按主体逐个进行，批准了也取不到数据。确需使用的，请与提供部门商定先变更目录，把标识人或者单位的数据项设为主体标识`;
  return `“${content.name}”是${dataFormatLabel[format]}，不能以“${sharingModeLabel[mode]}”方式提供`;
}

/** A file is given whole: it is asked for with every item, and none of them may be one that is masked or only verified. */
export function applicationRefusal({ items }: EntryContent, columns: readonly string[]): Refusal | undefined {
  const held = items.filter((item) => !leavesInClear(item));
  if (held.length > 0)
    return refuse(
      "file_not_whole",
      "11¶3",
      `文件只能整份提供，不能去掉或者遮盖其中的数据项，而${held.map(reasonOf).join("、")}，不能以文件方式共享。需要这些数据的，请与提供部门商定另编库表目录，按数据项申请查询或者核验`,
    );
  const missing = items.filter(({ column }) => !columns.includes(column));
  if (missing.length === 0) return undefined;
  return refuse(
    "file_not_whole",
    "27¶1",
    `文件只能整份提供，须申请全部数据项；还缺：${missing.map(({ name }) => name).join("、")}`,
    [{ pointer: "/form/columns", detail: "以文件方式共享的，请选全部数据项" }],
  );
}

const reasonOf = ({ name, grade, importance }: EntryContent["items"][number]): string => {
  if (importance !== undefined) return `“${name}”是${importance === "core" ? "核心数据" : "重要数据"}`;
  return grade >= 4 ? `“${name}”为${grade}级` : `“${name}”须脱敏`;
};

/** All or nothing: a decision on a file agrees to every item, or the application is refused as a whole. */
export function undecidedWhole(decisions: readonly ColumnDecision[]): Refusal | undefined {
  const errors = decisions.flatMap(({ treatment }, index) =>
    treatment === "plain"
      ? []
      : [{ pointer: `/form/columns/${index}/treatment`, detail: "文件整份提供，只能同意" }],
  );
  if (errors.length === 0) return undefined;
  return refuse(
    "file_not_whole",
    "27¶2(2)",
    "文件整份提供，不能只给一部分或者遮盖一部分：要么全部数据项都同意，要么用“不同意共享”办理",
    errors,
  );
}
