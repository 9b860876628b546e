import { z } from "zod";
import { type Dimension, type ProblemRule, problemRules } from "./batch.ts";
import { civilDate, instant, partyRef, resourceCode, uuid } from "./common.ts";
import { dataFormat, updateFrequency } from "./entry.ts";

/*
 * How complete, accurate, consistent and timely jointly collected data is (Art. 15 ¶3). Every figure is counted from what
 * arrived; `of` is what it is a part of: rows in force and problem rows not yet mended.
 */

/** Of the four the three that rules find; the fourth, timeliness, is a matter of days. */
export const dimensionOf = (rule: ProblemRule): Dimension => problemRules[rule].dimension;

const batchRef = z.object({ id: uuid, number: z.int() });
const supplyRef = z.object({ unit: partyRef, entry: z.object({ id: uuid, name: z.string() }) });

const itemQuality = z.object({
  name: z.string(),
  /** Left out where the item must be filled; such rows are problem data. */
  missing: z.int(),
  /** Rows in force without a value; null until they are counted. */
  blank: z.int().nullable(),
  /** Values against the rules of type, length, standard or pattern. */
  wrong: z.int(),
  of: z.int(),
});

const supplyQuality = z.object({
  entry: z.object({ id: uuid, name: z.string() }),
  /** Null until something is mounted; then nothing can arrive. */
  resource: resourceCode.nullable(),
  /** Of what is mounted: rows are counted of a table alone. */
  format: dataFormat.nullable(),
  frequency: updateFrequency,
  lastOn: civilDate.nullable(),
  dueOn: civilDate.nullable(),
  daysLate: z.int(),
  /** Rows in force, or files. */
  rows: z.int(),
  files: z.int(),
  /** Problem rows that have not come again and are not deleted at their source. */
  open: z.int(),
  /** The batches in which they lie, those that the caller may open, newest first. */
  batches: z.array(batchRef.extend({ open: z.int() })),
  items: z.array(itemQuality),
  /** Rows that could not be read in columns. */
  unreadable: z.int(),
  /** Rows whose key had come before in the file or the version. */
  doubled: z.int(),
  /** Rows that say two things of one person. */
  contradicting: z.int(),
});
export type SupplyQuality = z.infer<typeof supplyQuality>;

/** Two participants that both have an item, about the same subjects. No values leave the comparison. */
const comparison = z.object({
  item: z.string(),
  sides: z.tuple([supplyRef, supplyRef]),
  /** Subjects of whom both have a value; null where they were not compared. */
  subjects: z.int().nullable(),
  differing: z.int(),
  why: z.enum(["waiting", "no-subject", "zone", "files", "interface"]).nullable(),
  /** Where the caller's own rows about such subjects are, the first fifty. */
  ownRows: z.array(batchRef.extend({ line: z.int() })),
});
export type Comparison = z.infer<typeof comparison>;

const participant = z.object({
  unit: partyRef,
  items: z.array(z.string()),
  /** Of these the ones that no entry in force of the unit has. */
  uncatalogued: z.array(z.string()),
  supplies: z.array(supplyQuality),
});

export const jointQuality = z.object({
  id: uuid,
  subject: z.string(),
  /** What the bureau asks for, in its words. */
  quality: z.string(),
  authority: partyRef,
  number: z.string(),
  matterId: uuid,
  at: instant,
  participants: z.array(participant),
  comparisons: z.array(comparison),
});
export type JointQuality = z.infer<typeof jointQuality>;

/** What a unit is to mend: in words, and the page where it begins. */
export interface Mending {
  readonly text: string;
  readonly href: string;
}

/** What one participant is to mend of a joint collection, the most basic first. */
export function mendingOf({ participants, comparisons }: JointQuality, unit: string): Mending[] {
  const own = participants.find((one) => one.unit.id === unit);
  if (own === undefined) return [];
  return [
    ...own.uncatalogued.map((item) => ({
      text: `“${item}”还没有编目：在本单位的目录里加上同名的数据项并发布`,
      href: "/desk/entries",
    })),
    ...own.supplies.flatMap(mendingOfSupply),
    ...comparisons.flatMap((one) => mendingOfComparison(one, unit)),
  ];
}

function mendingOfSupply(supply: SupplyQuality): Mending[] {
  const { entry, resource, format, rows, files, open, batches, daysLate } = supply;
  const page = `/desk/entries/${entry.id}`;
  if (resource === null) return [{ text: `“${entry.name}”还没有挂载数据表，数据报不上来`, href: page }];
  const upload = `/desk/upload?resource=${resource}`;
  const late =
    daysLate > 0 ? [{ text: `“${entry.name}”逾期 ${daysLate} 天没有更新，请上传`, href: upload }] : [];
  if (format === "file" && files === 0 && late.length === 0)
    return [{ text: `“${entry.name}”还没有文件到达，请上传`, href: upload }];
  // Nothing is sent to an interface: it is asked.
  if (format === "table" && rows + open === 0 && late.length === 0)
    return [{ text: `“${entry.name}”还没有数据到达，请上传第一批`, href: upload }];
  const [batch] = batches;
  return [
    ...late,
    ...(open === 0
      ? []
      : [
          {
            text: `“${entry.name}”有 ${open} 行问题数据没有改好：下载后改正，只重传这些行；源头已删除的，在批次页写明`,
            href: batch === undefined ? page : `/desk/batches/${batch.id}`,
          },
        ]),
  ];
}

function mendingOfComparison({ item, sides, differing }: Comparison, unit: string): Mending[] {
  const own = sides.find((side) => side.unit.id === unit);
  const other = sides.find((side) => side.unit.id !== unit);
  if (own === undefined || other === undefined || differing === 0) return [];
  return [
    {
      text: `“${item}”有 ${differing} 个对象与${other.unit.name}的不同：与对方核对，由有误的一方更正后重传`,
      href: `/desk/entries/${own.entry.id}`,
    },
  ];
}
