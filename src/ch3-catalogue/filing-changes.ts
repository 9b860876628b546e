import type { EntryContent, EntryItem } from "../contract/entry.ts";
import { levelText, rankOf } from "../contract/level.ts";
import type { Issue } from "./checks.ts";
import { moveOf, type Side } from "./classes.ts";

/**
 * What filing again may not do to an entry in force: nothing is taken away and no protection weakened without the
 * procedure that the Measures have for it. Pointers are into the content as it would be.
 */
export function changesRefused(inForce: EntryContent, next: EntryContent): Issue[] {
  const before = new Map(inForce.items.map((item) => [item.column, item]));
  return [
    ...movesRefused(inForce, next, "sharing"),
    ...movesRefused(inForce, next, "opening"),
    ...dropped(inForce, next),
    ...next.items.flatMap((item, index) => {
      const standing = before.get(item.column);
      return standing === undefined ? [] : weakened(standing, item, `/items/${index}`);
    }),
  ];
}

const articles = {
  sharing: { tightened: "26", converted: "25¶4" },
  opening: { tightened: "37¶2", converted: "37¶3" },
} as const;

function movesRefused(inForce: EntryContent, next: EntryContent, side: Side): Issue[] {
  const move = moveOf(inForce, next, side);
  if (move !== "tightened" && move !== "converted") return [];
  const closed = side === "sharing" ? "不予共享" : "不予开放";
  const what = move === "tightened" ? "收紧" : `由${closed}放宽`;
  return [
    {
      pointer: `/${side}Class`,
      field: side === "sharing" ? 10 : 13,
      detail: `已备案目录的属性不能以再次备案${what}；请由提供单位办理“共享、开放属性变更”`,
      article: articles[side][move],
    },
  ];
}

function dropped(inForce: EntryContent, next: EntryContent): Issue[] {
  const kept = new Set(next.items.map(({ column }) => column));
  const gone = inForce.items.filter(({ column }) => !kept.has(column));
  if (gone.length === 0) return [];
  const names = gone.map(({ name, column }) => `“${name}”（${column}）`).slice(0, 5);
  const more = gone.length > names.length ? `等 ${gone.length} 项` : "";
  return [
    {
      pointer: "/items",
      field: 17,
      detail: `缺少已备案的数据项${names.join("、")}${more}，不能以再次备案减少；请补上，或者由提供单位办理“数据目录变更更新”`,
      article: "13¶1",
    },
  ];
}

function weakened(standing: EntryItem, item: EntryItem, pointer: string): Issue[] {
  const issue = (field: string, detail: string, article: Issue["article"]): Issue => ({
    pointer: `${pointer}/${field}`,
    field: 17,
    detail: `数据项“${item.name}”${detail}`,
    article,
  });
  const found: Issue[] = [];
  if (item.grade < standing.grade)
    found.push(
      issue("grade", `现为 ${standing.grade} 级，不能以再次备案降低；请由提供单位办理“重新定级”`, "11¶4"),
    );
  if (standing.importance !== undefined && rankOf(item) < rankOf(standing))
    found.push(
      issue(
        "importance",
        `已认定为${levelText(standing)}，不能以再次备案改变；请照原样填写，或者由提供单位办理“重新定级”`,
        "11¶4",
      ),
    );
  // One kind of mask shows what another hides: only no mask may become any, and any may become the full one.
  if (item.masking !== standing.masking && standing.masking !== "none" && item.masking !== "all")
    found.push(
      issue(
        "masking",
        "已有脱敏方式，不能以再次备案换成别的或者取消；请照原方式填写，或者填全部遮盖",
        "11¶3",
      ),
    );
  if (standing.standard !== null && item.standard !== standing.standard)
    found.push(issue("standard", "已有校验标准，不能以再次备案换成别的或者取消；请照原标准填写", "13¶1"));
  if (item.storage === "plain" && standing.storage !== "plain")
    found.push(issue("storage", "现为加密存储，不能以再次备案改为明文；请照原方式填写", "11¶3"));
  return found;
}
