import type { Dashboard } from "../contract/dashboard.ts";
import {
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
    ["时间", at],
    ...status.map(({ value, count }) => [`状态：${entryStatusLabel[value]}`, String(count)]),
    ...sharing.map(({ value, count }) => [`共享类型：${sharingClassLabel[value]}`, String(count)]),
    ...opening.map(({ value, count }) => [`开放类型：${openingClassLabel[value]}`, String(count)]),
    ...grades.map(({ value, count }) => [`数据级别：${value}级`, String(count)]),
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
        ["挂载率", 10],
        ["分级完整", 10],
        ["目录待更新", 12],
        ["目录更新逾期", 14],
        ["数据七日内应更新", 18],
        ["数据逾期未更新", 16],
      ),
      rows: units.map((unit) => [
        unit.unit.name,
        ...[unit.published, unit.drafts, unit.inReview, unit.mounted].map(String),
        unit.published === 0 ? "—" : `${((unit.mounted / unit.published) * 100).toFixed(1)}%`,
        ...[unit.graded, unit.updatesOpen, unit.updatesOverdue, unit.dataDue, unit.dataOverdue].map(String),
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
      rows: months.map(({ month, first, further }) => [month, String(first), String(further)]),
    },
  ]);
}

type Titled = readonly [title: string, width: number];
const titled = (...columns: readonly Titled[]) => columns.map(([title, width]) => ({ title, width }));
