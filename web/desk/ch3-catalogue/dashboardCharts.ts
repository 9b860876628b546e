import type { Dashboard, UnitFigures } from "../../../src/contract/dashboard.ts";
import { dataFormat } from "../../../src/contract/entry.ts";
import {
  dataFormatLabel,
  entryStatusLabel,
  openingClassLabel,
  sharingClassLabel,
} from "../../../src/contract/labels.zh.ts";
import { type Bar, barsOf, columnsOf, type Drawing, type Room } from "../../shared/drawing.ts";

const mostUnits = 12;

const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)}%`;
const countBar = (label: string, count: number): Bar => ({ label, value: count, text: String(count) });

/** The share of what is in force, unit by unit, those with most entries first. */
function shares(units: readonly UnitFigures[], part: (unit: UnitFigures) => number): Bar[] {
  return units
    .filter(({ published }) => published > 0)
    .slice(0, mostUnits)
    .map((unit) => ({
      label: unit.unit.name,
      value: part(unit) / unit.published,
      text: `${percent(part(unit), unit.published)}（${part(unit)}/${unit.published}）`,
    }));
}

/** The share of what is mounted, by format, over all units in sight. */
const mountings = (units: readonly UnitFigures[]): Bar[] =>
  dataFormat.options.flatMap((format) => {
    const all = units.flatMap(({ formats }) => formats.filter((one) => one.format === format));
    const published = all.reduce((sum, one) => sum + one.published, 0);
    const mounted = all.reduce((sum, one) => sum + one.mounted, 0);
    if (published === 0) return [];
    const text = `${percent(mounted, published)}（${mounted}/${published}）`;
    return [{ label: dataFormatLabel[format], value: mounted / published, text }];
  });

/** The charts of the dashboard, each of one question. */
export function chartsOf(
  { status, sharing, opening, grades, units, months }: Dashboard,
  room: Room,
): Drawing[] {
  const many =
    units.filter(({ published }) => published > 0).length > mostUnits ? `（前 ${mostUnits} 个）` : "";
  return [
    barsOf(
      "目录状态",
      status.map(({ value, count }) => countBar(entryStatusLabel[value], count)),
      room,
    ),
    barsOf(
      "数据级别",
      grades.map(({ value, count }) => countBar(`${value}级`, count)),
      room,
    ),
    barsOf(
      "共享类型",
      sharing.map(({ value, count }) => countBar(sharingClassLabel[value], count)),
      room,
    ),
    barsOf(
      "开放类型",
      opening.map(({ value, count }) => countBar(openingClassLabel[value], count)),
      room,
    ),
    barsOf(
      `各单位已发布目录${many}`,
      units
        .filter(({ published }) => published > 0)
        .slice(0, mostUnits)
        .map(({ unit, published }) => countBar(unit.name, published)),
      room,
    ),
    barsOf(
      `各单位挂载率${many}`,
      shares(units, ({ mounted }) => mounted),
      room,
      1,
    ),
    barsOf("各格式挂载率", mountings(units), room, 1),
    barsOf(
      `各单位分级进度${many}`,
      shares(units, ({ graded }) => graded),
      room,
      1,
    ),
    columnsOf(
      "按月发布",
      months.map(({ month, first, further }) => ({
        label: `${Number(month.slice(5))}月`,
        first,
        second: further,
      })),
      ["首次发布", "更新版本"],
      room,
    ),
  ].filter(({ shapes }) => shapes.some(({ kind }) => kind === "text"));
}
