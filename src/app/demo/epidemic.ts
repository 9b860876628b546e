import { seeded } from "./random.ts";

/** Cities of the province with their GB/T 2260 codes. */
const cities = [
  ["哈尔滨市", "230100"],
  ["齐齐哈尔市", "230200"],
  ["鸡西市", "230300"],
  ["鹤岗市", "230400"],
  ["双鸭山市", "230500"],
  ["大庆市", "230600"],
  ["伊春市", "230700"],
  ["佳木斯市", "230800"],
  ["七台河市", "230900"],
  ["牡丹江市", "231000"],
  ["黑河市", "231100"],
  ["绥化市", "231200"],
  ["大兴安岭地区", "232700"],
] as const;

export const epidemicHeader = [
  "日期",
  "省份",
  "省份代码",
  "地市",
  "地市代码",
  "累计确诊",
  "疑似",
  "累计治愈",
  "累计死亡",
] as const;

/**
 * Generated daily figures of `days` days from 2020-01-21, one row per city and day, and every tenth day a row of
 * arrivals from abroad whose city code is not six digits: the demonstration's problem data.
 */
export function epidemicCsv(days: number, seed = 2020): string {
  const random = seeded(seed);
  const totals = cities.map(() => ({ confirmed: 0, cured: 0, dead: 0 }));
  const lines = [epidemicHeader.join(",")];
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.UTC(2020, 0, 21 + day)).toISOString().slice(0, 10);
    for (const [index, [city, code]] of cities.entries()) {
      const total = totals[index];
      if (total === undefined) continue;
      total.confirmed += day < 40 ? random.int(6) : 0;
      total.cured +=
        random.int(3) < 1 ? 0 : Math.min(random.int(3), total.confirmed - total.cured - total.dead);
      lines.push(
        [
          date,
          "黑龙江省",
          "230000",
          city,
          code,
          total.confirmed,
          random.int(2),
          total.cured,
          total.dead,
        ].join(","),
      );
    }
    if (day % 10 === 0) lines.push([date, "黑龙江省", "230000", "境外输入", "2300y0", 0, 0, 0, 0].join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}
