import { z } from "zod";
import { documentAct } from "../contract/document.ts";
import { documentActLabel } from "../contract/labels.zh.ts";
import { partyKind, type Role } from "../contract/roles.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import type { NewNotice } from "../platform/notices/index.ts";
import { partyOf } from "./actors.ts";
import { boundOf, type Engine, stateOf, viewOf } from "./engine.ts";
import type { MatterRow, SupervisionRow } from "./tables.ts";

type Notify = (tx: Tx, notice: NewNotice) => Promise<void>;

const stepTaken = z.object({
  matter: z.uuid(),
  number: z.string(),
  action: z.string(),
  from: z.string().nullish(),
  to: z.string(),
  by: z.uuid().nullish(),
});
const supervised = z.object({ supervision: z.uuid() });
const documentRevoked = z.object({
  revocation: z.uuid(),
  matter: z.uuid(),
  office: z.uuid(),
  act: documentAct,
  title: z.string(),
  number: z.string().nullable(),
});
const handedOver = z.object({
  party: z.uuid(),
  to: z.uuid().nullable(),
  reason: z.string(),
  matters: z.number(),
  drafts: z.number(),
});
const deadlineTold = z.object({ matter: z.uuid(), dueOn: z.iso.date().nullish() });
const handling: ReadonlySet<Role> = new Set([
  "data-officer",
  "section-head",
  "chief-data-officer",
  "leader",
  "member-of-public",
]);
const outside = new Set<string>([partyKind.enum.citizen, partyKind.enum.company]);

/** Who is told of what, derived from the events of matters alone. Nobody is told of their own step. */
export function subscribeNotices(events: Events, engine: Engine, notify: Notify): void {
  const subscriber = "notices.matters";
  events.subscribe("matters.step.taken", subscriber, async ({ id, body }, tx) => {
    const { matter, action, from, to, by } = stepTaken.parse(body);
    const row = await matterOf(tx, matter);
    // Word that comes late is not worth giving: the matter has gone on.
    if (row === undefined || row.state !== to) return;
    if (by == null && from != null && row.outcome === null)
      await tellLate(engine, notify, tx, row, { event: id, from, action });
    if (row.outcome === null) await tellHolder(engine, notify, tx, row, { event: id, by: by ?? null });
    else await tellOutcome(engine, notify, tx, row, { event: id, by: by ?? null, from: from ?? null });
  });
  for (const part of ["issued", "answered"] as const) {
    events.subscribe(`matters.supervision.${part}`, subscriber, async ({ body }, tx) => {
      const { supervision } = supervised.parse(body);
      const found = await tx
        .selectFrom("matters.supervision")
        .selectAll()
        .where("id", "=", supervision)
        .executeTakeFirstOrThrow();
      await tellSupervision(engine, notify, tx, found, part);
    });
  }
  events.subscribe("matters.document.revoked", subscriber, async ({ body }, tx) => {
    const { revocation, matter, office, act, title, number } = documentRevoked.parse(body);
    const row = await matterOf(tx, matter);
    if (row === undefined) return;
    for (const party of new Set([row.starter_party, row.provider_party])) {
      if (party === null || party === office) continue;
      await notify(tx, {
        to: await handlersOf(engine, tx, party),
        key: `revoked:${revocation}:${party}`,
        about: "revoked",
        title: `文书已${documentActLabel[act]}：${title}`,
        detail: `${number ?? ""}${number === null ? "" : "，"}办件 ${row.number}`,
        path: await pathFor(engine, tx, row, party),
        dueOn: null,
      });
    }
  });
  events.subscribe("matters.handed.over", subscriber, async ({ id, body }, tx) => {
    const { party, to, matters, drafts } = handedOver.parse(body);
    if (matters + drafts === 0) return;
    // Without a successor the whole office learns that there is something to give out.
    await notify(tx, {
      to: to === null ? await handlersOf(engine, tx, party) : [to],
      key: `handed-over:${id}`,
      about: "todo",
      title: to === null ? "有办件要重新分办" : "有办件移交给您",
      detail: `办件 ${matters} 件、送审件 ${drafts} 件`,
      path: "/desk/",
      dueOn: null,
    });
  });
  events.subscribe("matters.deadline.near", subscriber, async ({ body }, tx) => {
    const told = deadlineTold.parse(body);
    const row = await matterOf(tx, told.matter);
    if (row === undefined || row.holder_party === null) return;
    const key = `near:${row.id}:${told.dueOn}`;
    const to = await handlersOf(engine, tx, row.holder_party);
    await notify(tx, {
      ...(await aboutMatter(engine, tx, row)),
      to,
      key,
      about: "near",
      title: `即将到期：${row.title}`,
    });
  });
  events.subscribe("matters.deadline.overdue", subscriber, async ({ body }, tx) => {
    const told = deadlineTold.parse(body);
    const row = await matterOf(tx, told.matter);
    if (row === undefined || row.holder_party === null) return;
    const key = `overdue:${row.id}:${told.dueOn}`;
    const about = { ...(await aboutMatter(engine, tx, row)), key, about: "overdue" };
    const holder = await handlersOf(engine, tx, row.holder_party);
    await notify(tx, { ...about, to: holder, title: `已逾期：${row.title}` });
    const bureau = await partyOf(tx, engine.parties, "same-level-authority", viewOf(row));
    if (bureau === null || bureau === row.holder_party) return;
    const { name } = await engine.parties.party(tx, row.holder_party);
    const to = await handlersOf(engine, tx, bureau);
    await notify(tx, { ...about, to, title: `${name}逾期：${row.title}` });
  });
}

/** Persons who handle the business of a party; of a citizen or company whoever acts for it. */
export async function handlersOf(engine: Engine, tx: Tx, party: string): Promise<string[]> {
  const posts = await engine.parties.staff(tx, party);
  return posts
    .filter(({ roles }) => roles.some((role) => handling.has(role)))
    .map(({ personId }) => personId);
}

const matterOf = (tx: Tx, id: string): Promise<MatterRow | undefined> =>
  tx.selectFrom("matters.matter").selectAll().where("id", "=", id).executeTakeFirst();

/** What every notice on a matter says: number, station and due day; where it leads, seen from its present holder. */
async function aboutMatter(
  engine: Engine,
  tx: Tx,
  row: MatterRow,
): Promise<Pick<NewNotice, "detail" | "path" | "dueOn">> {
  const state = stateOf(boundOf(engine, row.kind).procedure, row.state);
  return {
    detail: `${row.number}，${state.title}`,
    path: await pathFor(engine, tx, row, row.holder_party),
    dueOn: row.next_due,
  };
}

/** Members of the public have their matters on the portal. */
async function pathFor(engine: Engine, tx: Tx, { id }: MatterRow, party: string | null): Promise<string> {
  const kind = party === null ? null : (await engine.parties.party(tx, party)).kind;
  return kind !== null && outside.has(kind) ? `/matters/${id}` : `/desk/matters/${id}`;
}

interface Cause {
  readonly event: string;
  readonly by: string | null;
}

async function tellHolder(
  engine: Engine,
  notify: Notify,
  tx: Tx,
  row: MatterRow,
  { event, by }: Cause,
): Promise<void> {
  if (row.holder_party === null) return;
  const persons = await handlersOf(engine, tx, row.holder_party);
  await notify(tx, {
    ...(await aboutMatter(engine, tx, row)),
    to: persons.filter((person) => person !== by),
    key: `step:${event}`,
    about: "todo",
    title: `待办：${row.title}`,
  });
}

/** Who let a time limit pass learns what the platform did by itself on that day, such as deem a class (Art. 25 ¶3). */
async function tellLate(
  engine: Engine,
  notify: Notify,
  tx: Tx,
  row: MatterRow,
  { event, from, action }: { event: string; from: string; action: string },
): Promise<void> {
  const { procedure } = boundOf(engine, row.kind);
  const { holder } = stateOf(procedure, from);
  const step = procedure.steps[action];
  const party = holder === undefined ? null : await partyOf(tx, engine.parties, holder, viewOf(row));
  if (party === null || step === undefined || party === row.holder_party) return;
  await notify(tx, {
    to: await handlersOf(engine, tx, party),
    key: `late:${event}`,
    about: "lapsed",
    title: `${step.title}：${row.title}`,
    detail: row.number,
    path: await pathFor(engine, tx, row, party),
    dueOn: null,
  });
}

/**
 * Who opened the matter learns how it ended, and so does every other party that its procedure names; where the platform
 * ended it, also the party that had it to do.
 */
async function tellOutcome(
  engine: Engine,
  notify: Notify,
  tx: Tx,
  row: MatterRow,
  { event, by, from }: Cause & { readonly from: string | null },
): Promise<void> {
  const told = { ...(await aboutMatter(engine, tx, row)), about: "decided", title: `已办结：${row.title}` };
  const starter = { party: row.starter_party, persons: [row.started_by], key: `step:${event}` };
  for (const { party, persons, key } of [
    starter,
    ...(await othersNamed(engine, tx, row, { event, by, from })),
  ])
    await notify(tx, {
      ...told,
      path: await pathFor(engine, tx, row, party),
      to: persons.filter((person) => person !== by),
      key,
    });
}

async function othersNamed(
  engine: Engine,
  tx: Tx,
  row: MatterRow,
  { event, by, from }: Cause & { readonly from: string | null },
) {
  const { procedure } = boundOf(engine, row.kind);
  const held = by === null && from !== null ? stateOf(procedure, from).holder : undefined;
  const parties = new Set<string>();
  for (const actor of [procedure.feedbackTo, held ?? []].flat(2)) {
    const party = await partyOf(tx, engine.parties, actor, viewOf(row));
    if (party !== null && party !== row.starter_party) parties.add(party);
  }
  return Promise.all(
    [...parties].map(async (party) => ({
      party,
      persons: await handlersOf(engine, tx, party),
      key: `step:${event}:${party}`,
    })),
  );
}

/** The party that is urged learns what is demanded of it; who issued it, that there is an answer. */
async function tellSupervision(
  engine: Engine,
  notify: Notify,
  tx: Tx,
  supervision: SupervisionRow,
  part: "issued" | "answered",
): Promise<void> {
  const row = await matterOf(tx, supervision.matter_id);
  if (row === undefined) return;
  const { id, kind, number, to_party, issued_by, reply_by } = supervision;
  const issued = part === "issued";
  const word = kind === "urge" ? "催办" : "督办";
  await notify(tx, {
    to: issued ? await handlersOf(engine, tx, to_party) : [issued_by],
    key: `${part}:${id}`,
    about: issued ? "supervision" : "answered",
    title: issued ? `${word}：${row.title}` : `已反馈：${row.title}`,
    detail: `${number}，办件 ${row.number}`,
    path: await pathFor(engine, tx, row, issued ? to_party : null),
    dueOn: issued ? reply_by : null,
  });
}
