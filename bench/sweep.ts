import { sql } from "kysely";
import { addDays } from "../src/law/calendar.ts";
import { startOf } from "../src/law/deadlines.ts";
import { openPool } from "../src/platform/db/index.ts";
import { emit, emitAll } from "../src/platform/events/index.ts";
import { mattersOn } from "../test/support/matters.ts";
import { ownCluster } from "../test/support/own-cluster.ts";
import { compare, type Row } from "./support/measure.ts";

/** Open deadlines, and how many of them fall due on each day that is swept. */
const OPEN = Number(process.env.BENCH_DEADLINES ?? "1000000");
const DUE = Math.max(1, Math.floor(OPEN / 100));
const firstDay = "2026-10-09";

/** Two limits to a matter, the law's and the city's; the first days get their share, the rest is due much later. */
const fill = `
  insert into matters.matter (id, kind, number, title, state, version, starter_party, started_by, started_by_name,
    holder_party, form, received_at, entered_at, next_due)
  select md5('m' || n)::uuid, 'test-application', 'n' || n, '试验', 'with-bureau', 1, md5('p')::uuid, md5('q')::uuid, '',
    md5('p')::uuid, '{}', platform.wall_now(), platform.wall_now(), '${firstDay}'
  from generate_series(1, ${OPEN} / 2) n;
  insert into matters.deadline (id, matter_id, name, title, kind, article, received_at, working_days, due_on, provisional, state)
  select md5(kind || n)::uuid, md5('m' || n)::uuid, 'check', '审核', kind, '', platform.wall_now(), 1,
    case when n <= ${DUE} * 10 then date '${firstDay}' + (n - 1) * 2 / ${DUE} else date '2030-01-01' + n % 250 end,
    false, 'open'
  from generate_series(1, ${OPEN} / 2) n, unnest(array['statutory', 'promised']) kind;
  create schema bench;
  create table bench.deadline (like matters.deadline including all);
  insert into bench.deadline select * from matters.deadline;
  grant usage on schema bench to gongshu_app;
  grant select, update on bench.deadline to gongshu_app;
  insert into platform.subscription values ('bench.hears', 'matters.deadline.overdue')`;

/** Seconds that one day's deadlines take to be marked and told of, against the plain UPDATE of as many rows. */
export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  const owner = openPool(cluster.ownerUrl, { max: 1 });
  try {
    await owner.query(fill);
    await owner.query("analyze");
    const { kysely: db } = cluster.database;
    const matters = mattersOn(db, { events: { emit, emitAll } });
    let [ours, peers] = [0, 0];
    const row = await compare({
      name: `sweep: ${DUE} of ${OPEN} open deadlines fall due`,
      unit: "s",
      peerName: "plain UPDATE of as many rows",
      ours: () =>
        seconds(async () => {
          ours += 1;
          const { overdue } = await matters.sweep(startOf(addDays(firstDay, ours)));
          if (overdue !== DUE) throw new Error(`${overdue} marked instead of ${DUE}`);
        }),
      peer: () =>
        seconds(async () => {
          peers += 1;
          await sql`
            update bench.deadline set overdue_since = (due_on + 1)::timestamp at time zone 'Asia/Shanghai'
            where state = 'open' and overdue_since is null and due_on < ${addDays(firstDay, peers)}::date`.execute(
            db,
          );
        }),
    });
    return [row];
  } finally {
    await owner.end();
    await cluster.remove();
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
