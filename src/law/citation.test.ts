import { expect, test } from "vitest";
import { chineseCitation, chineseNumber } from "./citation.ts";

test("citations are printed as the law is cited", () => {
  expect(chineseCitation("27¶2(2)")).toBe("第二十七条第二款第二项");
  expect(chineseCitation("13¶2")).toBe("第十三条第二款");
  expect(chineseCitation("40")).toBe("第四十条");
  expect(chineseCitation("73¶1(14)")).toBe("第七十三条第一款第十四项");
  expect([1, 10, 11, 20, 78].map(chineseNumber)).toEqual(["一", "十", "十一", "二十", "七十八"]);
});
