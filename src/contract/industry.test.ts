import { expect, test } from "vitest";
import { entryContent } from "./entry.ts";
import { divisionsOf, industryCodes, industrySections, industryText, industryWords } from "./industry.ts";
import { readIndustry } from "./industry-reading.ts";

test("A12.8 GB/T 4754-2017 has 20 sections and 97 divisions, numbered through, each in its section", () => {
  expect(industrySections.join("")).toBe("ABCDEFGHIJKLMNOPQRST");
  const divisions = industrySections.flatMap(divisionsOf);
  expect(divisions.map((code) => code.slice(1))).toEqual(
    Array.from({ length: 97 }, (_, at) => String(at + 1).padStart(2, "0")),
  );
  // The first of each section, as the standard bounds them.
  expect(industrySections.map((section) => divisionsOf(section)[0])).toEqual(
    "A01 B06 C13 D44 E47 F51 G53 H61 I63 J66 K70 L71 M73 N76 O80 P83 Q84 R86 S91 T97".split(" "),
  );
  expect([industryText("C13"), industryWords("C13"), industryWords("P83"), industryText(null)]).toEqual([
    "C13 农副食品加工业",
    "制造业，农副食品加工业",
    "教育",
    "",
  ]);
});

test("A12.8 a section or a division is read by code, name, or both, however it is written", () => {
  const read: Readonly<Record<string, string>> = {
    C: "C",
    c13: "C13",
    Ｃ１３: "C13",
    "13": "C13",
    "6": "B06",
    "06": "B06",
    农副食品加工业: "C13",
    "C13 农副食品加工业": "C13",
    C13农副食品加工业: "C13",
    "13.农副食品加工业": "C13",
    "C 制造业": "C",
    "C 农副食品加工业": "C13",
    农林牧渔业: "A",
    " 农、林、牧、渔业 ": "A",
    // Called alike: the section, as it was before there were divisions.
    教育: "P",
    房地产业: "K",
    国际组织: "T",
    "83 教育": "P83",
    "P83 教育": "P83",
  };
  for (const [text, code] of Object.entries(read))
    expect([text, readIndustry(text)]).toEqual([text, { code }]);
  for (const code of industryCodes) expect(readIndustry(industryText(code))).toEqual({ code });
});

test("A12.8 what is none, or contradicts itself, is told with what was likely meant", () => {
  const told: Readonly<Record<string, string>> = {
    食品加工业: "是不是“C13 农副食品加工业”",
    开采辅助活动: "“B11 开采专业及辅助性活动”",
    未知: "请写门类或者大类的代码或名称",
    "98": "没有大类“98”",
    C98: "没有大类“98”",
    "0": "没有大类“0”",
    U: "不是 GB/T 4754-2017 的门类或者大类",
    C1310: "填到大类，请改为“C13 农副食品加工业”",
    "131": "填到大类，请改为“C13 农副食品加工业”",
    A13: "大类 13 属于门类 C，不属于门类 A",
    "A13 农副食品加工业": "大类 13 属于门类 C，不属于门类 A",
    "A 农副食品加工业": "代码 A 是“农、林、牧、渔业”，同名称“农副食品加工业”（C13）不一致",
    "C13 食品制造业": "代码 C13 是“农副食品加工业”，同名称“食品制造业”（C14）不一致",
    "C13 未知行业": "代码 C13 是“农副食品加工业”，同名称“未知行业”不一致",
    "=C13": "不是 GB/T 4754-2017",
    "": "不是 GB/T 4754-2017",
  };
  for (const [text, words] of Object.entries(told))
    expect([text, readIndustry(text).fault]).toEqual([text, expect.stringContaining(words)]);
  expect(readIndustry("长".repeat(2_000)).fault?.length).toBeLessThan(140);
});

test("A12.8 on the wire stands the code as it is stored; of another text it is told what to write", () => {
  const field = entryContent.shape.industry;
  for (const stored of [null, "C", "C13", "T97"]) expect(field.parse(stored)).toBe(stored);
  for (const [given, words] of [
    ["13", "须写代码 C13"],
    ["农业", "须写代码 A01"],
    ["A13", "大类 13 属于门类 C"],
    ["U01", "不是 GB/T 4754-2017"],
    ["T98", "没有大类“98”"],
  ]) {
    const { error } = field.safeParse(given);
    expect([given, error?.issues.map(({ message }) => message)]).toEqual([
      given,
      [expect.stringContaining(words ?? "")],
    ]);
  }
});
