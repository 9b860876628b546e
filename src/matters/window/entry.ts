import type { WindowMatter } from "../../contract/window.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { mayAct, partyOf } from "../actors.ts";
import { boundOf, type Engine } from "../engine.ts";
import { open, prepareStart } from "../start.ts";
import { type Act, prepareStep } from "../step.ts";
import { clocks, ownHand, take, takeFiles } from "../take.ts";
import { maySee, notFound } from "../visibility.ts";
import "./tables.ts";

/** What the window must find and enter of parties; the composition fills it. */
export interface WindowParties {
  /** The active party with this credit code. */
  organisation(db: Db | Tx, creditCode: string): Promise<Caller["party"] | null>;
  /** A citizen who has no account here: a party with a name, nothing else. */
  citizen(tx: Tx, at: Date, name: string, region: string): Promise<Caller["party"]>;
}

/**
 * Opens a matter for whoever came with paper. The applicant is its party, the officer the person who entered it; the
 * office must be the one that the procedure names as its window.
 */
export async function enter(
  engine: Engine,
  parties: WindowParties,
  tx: Tx,
  officer: Caller,
  input: WindowMatter,
): Promise<string> {
  const { procedure } = boundOf(engine, input.kind);
  const { window, cites } = procedure.opens;
  if (window === undefined || !mayAct(officer)) {
    throw new Problem("may_not_start", `${procedure.title}不在您的窗口代录，请由申请人办理。`, {
      article: cites,
    });
  }
  const { applicant, agent, ...body } = input;
  const { at } = await clocks(tx);
  const party =
    applicant.type === "person"
      ? await parties.citizen(tx, at, applicant.name, officer.party.region)
      : await parties.organisation(tx, applicant.creditCode);
  if (party === null) {
    throw new Problem("not_found", "没有这个统一社会信用代码的单位；请核对，或者先请管理员登记这个单位。");
  }
  const { subject, ...opening } = body;
  const stated = subject === undefined ? opening : { ...opening, subject };
  const prepared = await prepareStart(engine, tx, onBehalf(officer, party), stated, ownHand, officer);
  const id = await open(engine, tx, prepared);
  await assertWindow(engine, tx, officer, window, id);
  const [authority] = agent === undefined ? [] : await takeFiles(engine, tx, officer, [agent.authority]);
  await tx
    .insertInto("matters.window_entry")
    .values({
      matter_id: id,
      office_id: officer.party.id,
      office_name: officer.party.name,
      person_id: officer.personId,
      person_name: officer.personName,
      applicant_document: applicant.type === "person" ? applicant.document : null,
      agent_name: agent?.name ?? null,
      agent_document: agent?.document ?? null,
      authority_file: authority?.id ?? null,
      at,
    })
    .execute();
  return id;
}

/** A later step of the applicant, on paper again: by the office that entered the matter. */
export async function actAtWindow(
  engine: Engine,
  tx: Tx,
  officer: Caller,
  id: string,
  action: string,
  input: Act,
): Promise<void> {
  if (!mayAct(officer) || !(await maySee(tx, officer, id))) throw notFound();
  const row = await tx
    .selectFrom("matters.window_entry as entry")
    .innerJoin("matters.matter as matter", "matter.id", "entry.matter_id")
    .select(["office_id", "starter_party"])
    .where("matter_id", "=", id)
    .executeTakeFirst();
  if (row === undefined || row.office_id !== officer.party.id) {
    throw new Problem("not_the_holder", "这个办件不是本窗口代录的，请由申请人办理。");
  }
  const { party } = await partyAs(engine, tx, officer, row.starter_party);
  const { bound, taken } = await prepareStep(
    engine,
    tx,
    onBehalf(officer, party),
    id,
    action,
    input,
    ownHand,
    officer,
  );
  await take(engine, tx, bound, taken);
}

async function partyAs(engine: Engine, tx: Tx, officer: Caller, id: string): Promise<Pick<Caller, "party">> {
  const { name, kind, level, region } = await engine.parties.party(tx, id);
  return { party: { ...officer.party, id, name, kind, level, region } };
}

/** The officer acting in the applicant's place: the person stays the officer's, so that they decide nothing of it. */
function onBehalf(officer: Caller, party: Caller["party"]): Caller {
  const isPublic = party.kind === "citizen" || party.kind === "company";
  return { ...officer, party, roles: [isPublic ? "member-of-public" : "data-officer"] };
}

async function assertWindow(
  engine: Engine,
  tx: Tx,
  officer: Caller,
  window: Parameters<typeof partyOf>[2],
  id: string,
): Promise<void> {
  const matter = await tx
    .selectFrom("matters.matter")
    .select(["starter_party", "provider_party"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const about = { starter: matter.starter_party, provider: matter.provider_party };
  if ((await partyOf(tx, engine.parties, window, about)) === officer.party.id) return;
  throw new Problem("may_not_start", "这一事项由别的单位窗口接收，请告知申请人到接收单位办理。");
}
