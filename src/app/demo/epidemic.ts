import type { DemoCity } from "../city/load.ts";
import { seeded } from "./random.ts";

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
export function epidemicCsv({ province, demonstration }: DemoCity, days: number, seed = 2020): string {
  const cities = demonstration.prefectures;
  const random = seeded(seed);
  const totals = cities.map(() => ({ confirmed: 0, cured: 0, dead: 0 }));
  const notACode = `${province.code.slice(0, 4)}y0`;
  const lines = [epidemicHeader.join(",")];
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.UTC(2020, 0, 21 + day)).toISOString().slice(0, 10);
    for (const [index, city] of cities.entries()) {
      const total = totals[index];
      if (total === undefined) continue;
      total.confirmed += day < 40 ? random.int(6) : 0;
      total.cured +=
        random.int(3) < 1 ? 0 : Math.min(random.int(3), total.confirmed - total.cured - total.dead);
      lines.push(
        [
          date,
          province.name,
          province.code,
          city.name,
          city.code,
          total.confirmed,
          random.int(2),
          total.cured,
          total.dead,
        ].join(","),
      );
    }
    if (day % 10 === 0)
      lines.push([date, province.name, province.code, "境外输入", notACode, 0, 0, 0, 0].join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}
