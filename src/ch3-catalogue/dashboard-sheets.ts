import type { Dashboard } from "../contract/dashboard.ts";
import {
  dataFormatLabel,
  entryStatusLabel,
  listNameLabel,
  listStandingLabel,
  openingClassLabel,
  sharingClassLabel,
} from "../contract/labels.zh.ts";
import { writeSheets } from "../platform/sheets/index.ts";

/** All charts of the dashboard as tables in one workbook. */
export function dashboardWorkbook({
  scope,
  at,
  status,
  sharing,
  opening,
  grades,
  units,
  months,
}: Dashboard): Promise<Uint8Array> {
  const overview = [
    ["范围", scope.name],
    ["时间", at.slice(0, 16).replace("T", " ")],
    ...status.map(({ value, count }) => [`状态：${entryStatusLabel[value]}`, count]),
    ...sharing.map(({ value, count }) => [`共享类型：${sharingClassLabel[value]}`, count]),
    ...opening.map(({ value, count }) => [`开放类型：${openingClassLabel[value]}`, count]),
    ...grades.map(({ value, count }) => [`数据级别：${value}级`, count]),
  ];
  return writeSheets([
    { name: "概览", columns: titled(["项目", 28], ["数值", 28]), rows: overview },
    {
      name: "各单位",
      columns: titled(
        ["单位", 32],
        ["已发布", 10],
        ["草稿", 10],
        ["审核中", 10],
        ["已挂载", 10],
        ["挂载率（%）", 12],
        ["分级完整（%）", 14],
        ["目录待更新", 12],
        ["目录更新逾期", 14],
        ["数据七日内应更新", 18],
        ["数据逾期未更新", 16],
      ),
      rows: units.map((unit) => [
        unit.unit.name,
        ...[unit.published, unit.drafts, unit.inReview, unit.mounted],
        shareOf(unit.mounted, unit.published),
        shareOf(unit.graded, unit.published),
        ...[unit.updatesOpen, unit.updatesOverdue, unit.dataDue, unit.dataOverdue],
      ]),
    },
    {
      name: "各单位挂载",
      columns: titled(
        ["单位", 32],
        ...Object.values(dataFormatLabel).flatMap((name): Titled[] => [
          [`${name}目录`, 14],
          [`${name}已挂载`, 14],
          [`${name}挂载率（%）`, 18],
        ]),
      ),
      rows: units.map(({ unit, formats }) => [
        unit.name,
        ...formats.flatMap(({ published, mounted }) => [published, mounted, shareOf(mounted, published)]),
      ]),
    },
    {
      name: "清单报送",
      columns: titled(["单位", 32], ...Object.values(listNameLabel).map((name): Titled => [name, 16])),
      rows: units.map(({ unit, lists }) => [
        unit.name,
        ...lists.map(({ standing }) => listStandingLabel[standing]),
      ]),
    },
    {
      name: "按月发布",
      columns: titled(["月份", 12], ["首次发布", 12], ["更新版本", 12]),
      rows: months.map(({ month, first, further }) => [month, first, further]),
    },
  ]);
}

/** In per cent with one place; empty where there is nothing to be part of. */
const shareOf = (part: number, whole: number): number | string =>
  whole === 0 ? "" : Math.round((part / whole) * 1000) / 10;

/** The first column names, the others count. */
type Titled = readonly [title: string, width: number];
const titled = (...columns: readonly Titled[]) =>
  columns.map(([title, width], at) => ({ title, width, number: at > 0 }));
