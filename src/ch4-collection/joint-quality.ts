import { nextUpdates } from "../ch3-catalogue/index.ts";
import { dimensionOf, type JointQuality, type SupplyQuality } from "../contract/joint-quality.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/index.ts";
import { lastArrivals } from "./arrivals.ts";
import { comparisonsOf } from "./joint-comparisons.ts";
import { type OpenProblem, openProblems } from "./joint-problems.ts";
import { type Supply, suppliesOf } from "./joint-supplies.ts";
import { keyOf } from "./source-store.ts";
import "./joint-tables.ts";

/** Joint collections are seen by who takes part and by the bureau that divided the work; to all others there are none. */
export function visibleJoints(
  db: Db,
  { party }: Caller,
  { limit, before }: { limit: number; before: string | undefined },
) {
  return db
    .selectFrom("collection.joint as joint")
    .innerJoin("parties.party as authority", "authority.id", "joint.authority_id")
    .selectAll("joint")
    .select("authority.name as authorityName")
    .where((eb) =>
      eb.or([
        eb("joint.authority_id", "=", party.id),
        eb.exists(
          eb
            .selectFrom("collection.joint_share as share")
            .select("share.joint_id")
            .whereRef("share.joint_id", "=", "joint.id")
            .where("share.unit_id", "=", party.id),
        ),
      ]),
    )
    .$if(before !== undefined, (query) => query.where("joint.id", "<", before ?? ""))
    .orderBy("joint.id", "desc")
    .limit(limit)
    .execute();
}

export type VisibleJoint = Awaited<ReturnType<typeof visibleJoints>>[number];

/** The four dimensions of each, as they stand now. */
export async function qualityOf(
  db: Db,
  caller: Caller,
  joints: readonly VisibleJoint[],
): Promise<JointQuality[]> {
  if (joints.length === 0) return [];
  const supplies = await suppliesOf(
    db,
    joints.map(({ id }) => id),
  );
  const shares = await sharesOf(db, joints);
  const figures = await figuresOf(db, caller, supplies);
  const comparisons = await comparisonsOf(db, caller, supplies);
  return joints.map((joint) => ({
    id: joint.id,
    subject: joint.subject,
    quality: joint.quality,
    authority: { id: joint.authority_id, name: joint.authorityName },
    number: joint.number,
    matterId: joint.matter_id,
    at: toInstant(joint.at),
    participants: shares
      .filter(({ joint_id }) => joint_id === joint.id)
      .map(({ unit_id, name, items }) => {
        const own = supplies.filter((one) => one.jointId === joint.id && one.unitId === unit_id);
        const has = (item: string) => own.some((one) => one.items.some(({ key }) => key === keyOf(item)));
        return {
          unit: { id: unit_id, name },
          items,
          uncatalogued: items.filter((item) => !has(item)),
          supplies: own.map(figures),
        };
      }),
    comparisons: comparisons
      .filter(({ jointId }) => jointId === joint.id)
      .map(({ comparison }) => comparison),
  }));
}

const sharesOf = (db: Db, joints: readonly VisibleJoint[]) =>
  db
    .selectFrom("collection.joint_share as share")
    .innerJoin("parties.party as party", "party.id", "share.unit_id")
    .select(["share.joint_id", "share.unit_id", "share.items", "party.name"])
    .where(
      "share.joint_id",
      "in",
      joints.map(({ id }) => id),
    )
    .orderBy("party.name")
    .execute();

/** Everything about one supply but what others say of its subjects. */
async function figuresOf(
  db: Db,
  caller: Caller,
  supplies: readonly Supply[],
): Promise<(supply: Supply) => SupplyQuality> {
  const resources = supplies.flatMap(({ resource }) => resource?.id ?? []);
  const problems = await openProblems(db, caller, resources);
  const filled = await filledOf(db, resources);
  const updates = await nextUpdates(
    db,
    lastArrivals,
    supplies.map(({ entryId }) => entryId),
  );
  const today = civilDate(await lawNow(db));
  return ({ entryId, entryName, frequency, items, resource }) => {
    const update = updates.find(({ id }) => id === entryId);
    const found = problems.filter(({ resource: id }) => id === resource?.id);
    const { open, batches } = rowsOf(found);
    const rows = resource?.rows ?? 0;
    const ofItem = (column: string, rules: "completeness" | "accuracy") =>
      count(found, (one) => one.column === column && dimensionOf(one.rule) === rules);
    return {
      entry: { id: entryId, name: entryName },
      resource: resource?.code ?? null,
      format: resource?.kind ?? null,
      frequency,
      lastOn: update?.lastOn ?? null,
      dueOn: update?.dueOn ?? null,
      daysLate: update === undefined ? 0 : Math.max(0, daysAfter(update.dueOn, today)),
      rows,
      files: resource?.files ?? 0,
      open,
      batches,
      items: items
        .filter(({ allotted }) => allotted)
        .map(({ name, column }) => ({
          name,
          missing: ofItem(column, "completeness"),
          blank: blanks(resource, filled, column),
          wrong: ofItem(column, "accuracy"),
          of: rows + open,
        })),
      unreadable: count(found, ({ column, rule }) => column === "" && dimensionOf(rule) === "accuracy"),
      doubled: count(found, ({ rule }) => rule === "duplicate-key" || rule === "version-conflict"),
      contradicting: count(found, ({ rule }) => rule === "contradiction"),
    };
  };
}

const daysAfter = (due: string, today: string): number => (Date.parse(today) - Date.parse(due)) / 86_400_000;

const count = (problems: readonly OpenProblem[], fits: (one: OpenProblem) => boolean): number =>
  problems.filter(fits).reduce((sum, { rows }) => sum + rows, 0);

/** Distinct rows with problems, whatever their number of faults, by batch; a batch the caller may not open only counts. */
function rowsOf(problems: readonly OpenProblem[]): Pick<SupplyQuality, "open" | "batches"> {
  const batches = new Map(problems.map((one) => [one.batch, one]));
  const found = [...batches.values()].toSorted((one, other) => other.number - one.number);
  return {
    open: found.reduce((sum, { rowsOfBatch }) => sum + rowsOfBatch, 0),
    batches: found
      .filter(({ readable }) => readable)
      .map(({ batch, number, rowsOfBatch }) => ({ id: batch, number, open: rowsOfBatch })),
  };
}

const filledOf = (db: Db, resources: readonly string[]) =>
  resources.length === 0
    ? Promise.resolve([])
    : db.selectFrom("collection.joint_filled").selectAll().where("resource_id", "in", resources).execute();

/** Null while the rows as they lie now are not counted yet. */
function blanks(
  resource: Supply["resource"],
  filled: Awaited<ReturnType<typeof filledOf>>,
  column: string,
): number | null {
  if (resource === null || resource.rows === 0) return 0;
  const counted = filled.find((one) => one.resource_id === resource.id && one.column_name === column);
  if (counted?.batch !== resource.lastBatch || counted.generation !== resource.generation) return null;
  return Number(counted.rows) - Number(counted.filled);
}
