import { openDatabase, openPool } from "../src/platform/db/index.ts";
import { emit, emitAll } from "../src/platform/events/index.ts";
import { append } from "../src/platform/ledger/index.ts";
import { application, bureau, civil, mattersOn, person, testMatters } from "../test/support/matters.ts";
import { ownCluster } from "../test/support/own-cluster.ts";
import { compare, type Row } from "./support/measure.ts";

const STEPS = Number(process.env.BENCH_STEPS ?? "2000");
const WRITERS = 16;

/** Decision steps a second of one process, against bare transactions that write the same rows. */
export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  const ownerPool = openPool(cluster.ownerUrl, { max: 2 });
  const database = openDatabase(cluster.url, { max: WRITERS });
  const { kysely: db, pool } = database;
  try {
    await testMatters({ db, ownerPool });
    await ownerPool.query(peerTables);
    const matters = mattersOn(db, { events: { emit, emitAll }, ledger: { append } });
    const [applicant, checker] = [person(civil, "赵敏"), person(bureau, "李文博")];
    const opened = () =>
      inParallel(() => matters.start(applicant, { kind: application.kind, form: { scenario: "核对" } }));
    const row = await compare({
      name: "decision steps of one process",
      unit: "steps/s",
      peerName: "bare transactions that write the same rows",
      ours: async () => {
        const ids = await opened();
        return perSecond(ids, (id) => matters.act(checker, id, "pass", { version: 1 }));
      },
      peer: async () => {
        const ids = await opened();
        return perSecond(ids, async (id) => {
          const client = await pool.connect();
          try {
            await client.query("begin");
            for (const statement of peerSteps) await client.query(statement, [id]);
            await client.query("commit");
          } finally {
            client.release();
          }
        });
      },
    });
    return [row];
  } finally {
    await pool.end();
    await ownerPool.end();
    await cluster.remove();
  }
}

const peerTables = `
  create schema bench;
  create table bench.step (like matters.step including all);
  create table bench.outbox (like platform.outbox including defaults);
  create table bench.leaf (id bigint generated always as identity primary key, body bytea not null);
  grant usage on schema bench to gongshu_app;
  grant select, insert on all tables in schema bench to gongshu_app`;

/** What a step writes: the matter, its step, a leaf, an event, the limit met and the limit begun, the timer ended. */
const peerSteps = [
  "select from matters.matter where id = $1 for update",
  `update matters.matter set state = 'with-provider', version = 2, holder_party = provider_party, entered_at = platform.wall_now(),
    next_due = current_date where id = $1`,
  `insert into bench.step select gen_random_uuid(), matter_id, 2, action, title, article, from_state, to_state, person_id,
    person_name, party_id, party_name, null, null, at, wall_at, reasons, form, receipt
    from matters.step where matter_id = $1 and seq = 1`,
  "insert into bench.leaf (body) select convert_to($1::uuid::text, 'utf8')",
  `insert into bench.outbox (seq, id, type, version, aggregate, body)
    select 1, $1::uuid, 'matters.step.taken', 1, 'matter', '{}'`,
  "update matters.deadline set state = 'met', closed_at = platform.wall_now() where matter_id = $1 and state = 'open'",
  `insert into matters.deadline (id, matter_id, name, title, kind, article, received_at, working_days, due_on, provisional, state)
    values (gen_random_uuid(), $1, 'decide', '审核', 'statutory', '', platform.wall_now(), 1, current_date, false, 'open')`,
  "update matters.timer set state = 'cancelled', ended_at = platform.wall_now() where matter_id = $1 and state = 'set'",
];

async function inParallel(work: () => Promise<string>): Promise<string[]> {
  const ids: string[] = [];
  const writer = async () => {
    while (ids.length < STEPS) ids.push(await work());
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return ids;
}

async function perSecond(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<number> {
  const left = [...ids];
  const started = performance.now();
  const writer = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) await work(id);
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return ids.length / ((performance.now() - started) / 1000);
}
