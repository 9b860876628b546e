import { describe, expect, it } from "vitest";
import { identityNumber, item } from "../../test/support/vault.ts";
import { mask } from "./masking.ts";
import { columnIssues } from "./strictness.ts";

describe("Masking", () => {
  it.each([
    ["name", "张三", "张*"],
    ["name", "张小明", "张*明"],
    ["name", "欧阳修", "欧阳*"],
    ["name", "欧阳娜娜", "欧阳**"],
    ["name", "王", "*"],
    ["name", "𠮷田𬭸", "𠮷*𬭸"],
    ["name", "张䶮", "张*"],
    ["identity-number", "230599199001010017", "230***********0017"],
    ["identity-number", "1234567", "*******"],
    ["mobile-number", "13812341234", "138****1234"],
    ["identity-number", "23059919", "********"],
    ["mobile-number", "13812341", "********"],
    ["mobile-number", "0469-1234567", "046*****4567"],
    ["bank-card", "123456", "******"],
    ["bank-card", "6222020200011234567", "***************4567"],
    ["address", "黑龙江省双鸭山市尖山区二马路街道12号楼3单元201室", "黑龙江省双鸭山市尖山区二马路街道****"],
    ["address", "黑龙江省双鸭山市集贤县福利镇团结村", "黑龙江省双鸭山市集贤县福利镇****"],
    ["address", "双鸭山市尖山区五马路", "双鸭山市尖山区****"],
    ["address", "无门牌", "****"],
    ["address", "铁路小区12栋3单元201室", "****"],
    ["address", "幸福社区王家院子", "****"],
    ["address", "12号楼尖山区长安镇", "****"],
    ["address", "黑龙江省虎林市虎头镇某村", "黑龙江省虎林市虎头镇****"],
    ["address", "集贤县福利镇团结村3组", "集贤县福利镇****"],
    ["birth-year", "1990-01-01", "1990"],
    ["birth-year", "19900101", "****"],
    ["all", "任意", "****"],
    ["none", "原样", "原样"],
  ] as const)("by rule %s: %s → %s", (rule, value, masked) => {
    expect(mask(rule, value)).toBe(masked);
  });
});

describe("Decisions on columns", () => {
  const items = [identityNumber, item("genes", { grade: 4, storage: "sealed" }), item("town")];
  const decide = (column: string, treatment: "plain" | "masked" | "verify-only" | "refused", reason = "") =>
    columnIssues(items, [{ column, treatment, reason }]).map(({ pointer, article }) => [pointer, article]);

  it("A11.5 are never freer than the entry: masking holds, grade 4 is for verification only", () => {
    expect(decide("number", "plain")).toEqual([["/columns/0/treatment", "11¶3"]]);
    expect(decide("genes", "masked")).toEqual([["/columns/0/treatment", "11¶3"]]);
    expect(decide("number", "masked")).toEqual([]);
    expect(decide("genes", "verify-only")).toEqual([]);
    expect(decide("town", "plain")).toEqual([]);
  });

  it("A27.5 name known columns once and give a reason where they refuse", () => {
    expect(decide("town", "refused")).toEqual([["/columns/0/reason", "27"]]);
    expect(decide("town", "refused", "与场景无关")).toEqual([]);
    expect(decide("village", "plain")).toEqual([["/columns/0/column", "12"]]);
    const twice = { column: "town", treatment: "plain", reason: "" } as const;
    expect(columnIssues(items, [twice, twice])).toHaveLength(1);
  });
});
