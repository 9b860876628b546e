import { type Comparison, type JointQuality, mendingOf } from "../contract/joint-quality.ts";
import { dataFormatLabel, incomparableLabel, updateFrequencyLabel } from "../contract/labels.zh.ts";
import { writeSheets } from "../platform/sheets/index.ts";

/** What the page shows as tables in one workbook: figures per item, comparisons, and what each unit is to mend. */
export function jointWorkbook(joints: readonly JointQuality[]): Promise<Uint8Array> {
  return writeSheets([
    {
      name: "逐项质量",
      columns: titled(
        [
          ["协同采集", 24],
          ["单位", 30],
          ["目录", 30],
          ["数据项", 20],
        ],
        [
          ["应有行数", 10],
          ["应填未填", 10],
          ["在库空值", 10],
          ["不合规则", 10],
        ],
      ),
      rows: joints.flatMap((joint) =>
        joint.participants.flatMap(({ unit, supplies }) =>
          supplies.flatMap(({ entry, items }) =>
            items.map((item) => [
              ...[joint.subject, unit.name, entry.name, item.name],
              ...[item.of, item.missing, item.blank ?? "", item.wrong],
            ]),
          ),
        ),
      ),
    },
    {
      name: "整行和时效",
      columns: titled(
        [
          ["协同采集", 24],
          ["单位", 30],
          ["目录", 30],
          ["数据格式", 10],
          ["更新频率", 10],
          ["上次到达", 12],
          ["应在此日前", 12],
        ],
        [
          ["逾期天数", 10],
          ["在库行数", 10],
          ["在库文件数", 12],
          ["问题数据行数", 12],
          ["不成行", 10],
          ["主键重复", 10],
          ["同行矛盾", 10],
        ],
      ),
      rows: joints.flatMap((joint) =>
        joint.participants.flatMap(({ unit, supplies }) =>
          supplies.map((one) => [
            ...[joint.subject, unit.name, one.entry.name],
            one.format === null ? "还没有挂载" : dataFormatLabel[one.format],
            updateFrequencyLabel[one.frequency],
            ...[one.lastOn ?? "还没有到达", one.dueOn ?? "不定期"],
            ...[one.daysLate, one.rows, one.files, one.open, one.unreadable, one.doubled, one.contradicting],
          ]),
        ),
      ),
    },
    {
      name: "两家比对",
      columns: titled(
        [
          ["协同采集", 24],
          ["数据项", 20],
          ["一方", 30],
          ["另一方", 30],
          ["说明", 24],
        ],
        [
          ["都有值的对象", 14],
          ["取值不同", 10],
        ],
      ),
      rows: joints.flatMap(({ subject, comparisons }) =>
        comparisons.map((one) => [
          ...[subject, one.item, ...one.sides.map(sideText)],
          one.why === null ? "" : incomparableLabel[one.why],
          ...(one.subjects === null ? ["", ""] : [one.subjects, one.differing]),
        ]),
      ),
    },
    {
      name: "要改的",
      columns: titled([
        ["协同采集", 24],
        ["单位", 30],
        ["要改的", 80],
      ]),
      rows: joints.flatMap((joint) =>
        joint.participants.flatMap(({ unit }) =>
          mendingOf(joint, unit.id).map(({ text }) => [joint.subject, unit.name, text]),
        ),
      ),
    },
  ]);
}

const sideText = ({ unit, entry }: Comparison["sides"][number]): string => `${unit.name}，${entry.name}`;

type Titled = readonly [title: string, width: number];
const titled = (texts: readonly Titled[], figures: readonly Titled[] = []) => [
  ...texts.map(([title, width]) => ({ title, width })),
  ...figures.map(([title, width]) => ({ title, width, number: true })),
];
