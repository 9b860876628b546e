import { sql } from "kysely";
import { openPool } from "../src/platform/db/index.ts";
import { application, bureau, civil, mattersOn, person, police } from "../test/support/matters.ts";
import { ownCluster } from "../test/support/own-cluster.ts";
import { compare, type Row } from "./support/measure.ts";

/** Matters that lie with one office. */
const MATTERS = Number(process.env.BENCH_MATTERS ?? "100000");
const CALLS = 200;
const PAGE = 50;

const fill = `
  insert into matters.matter (id, kind, number, title, state, version, starter_party, started_by, started_by_name,
    provider_party, holder_party, form, received_at, entered_at, next_due)
  select gen_random_uuid(), '${application.kind}', '双数试〔2026〕' || n || '号', '市民政局申请“场景' || n || '”',
    'with-bureau', 1, '${civil.id}', md5('q')::uuid, '赵敏', '${police.id}', '${bureau.id}', '{"scenario": "核对"}',
    platform.wall_now(), platform.wall_now(), date '2026-09-01' + n % 200
  from generate_series(1, ${MATTERS}) n;
  insert into matters.participant select id, party from matters.matter, unnest(array[starter_party, holder_party]) party;
  insert into matters.deadline (id, matter_id, name, title, kind, article, received_at, working_days, due_on, provisional, state)
  select md5('d' || id)::uuid, id, 'check', '形式审查', 'promised', '第二十七条', received_at, 1, next_due, false, 'open'
  from matters.matter;
  analyze`;

/** 95th percentile in ms of pages of the to-do list, walked from the first, against the bare select of the page. */
export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  const owner = openPool(cluster.ownerUrl, { max: 1 });
  try {
    await owner.query(fill);
    const { kysely: db } = cluster.database;
    const matters = mattersOn(db);
    const official = person(bureau, "李文博");
    let cursor: string | null = null;
    let after = { due: "0001-01-01", id: "00000000-0000-0000-0000-000000000000" };
    const row = await compare({
      name: `to-do list of an office with ${MATTERS} matters, p95 of a page of ${PAGE}`,
      unit: "ms",
      peerName: "bare select of the page",
      ours: () =>
        p95(async () => {
          const page = await matters.list(official, {
            box: "todo",
            limit: PAGE,
            ...(cursor === null ? {} : { cursor }),
          });
          if (page.items.length !== PAGE) throw new Error("not a whole page");
          cursor = page.next;
        }),
      peer: () =>
        p95(async () => {
          const { rows } = await sql<{ id: string; next_due: string }>`
            select * from matters.matter
            where holder_party = ${bureau.id} and outcome is null
              and (coalesce(next_due, '9999-12-31'::date), id) > (${after.due}::date, ${after.id}::uuid)
            order by coalesce(next_due, '9999-12-31'::date), id limit ${PAGE}`.execute(db);
          const last = rows.at(-1);
          if (last !== undefined) after = { due: last.next_due, id: last.id };
        }),
    });
    return [row];
  } finally {
    await owner.end();
    await cluster.remove();
  }
}

async function p95(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[Math.ceil(CALLS * 0.95) - 1] ?? Number.NaN;
}
