import { afterAll, beforeAll, expect, test } from "vitest";
import { act, refusal, see } from "../../test/support/business.ts";
import { accounts, partyOfAccount, type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { catalogueWalks } from "../../test/support/walks/catalogue.ts";
import { dataWalks } from "../../test/support/walks/data.ts";
import { dutyWalks } from "../../test/support/walks/duties.ts";
import { finding, type Ground, reasons, type Walk, walkingGround } from "../../test/support/walks/walk.ts";
import type { Actor, Procedure } from "../law/language.ts";
import { procedures } from "./procedures.ts";

let p: TestPlatform;
let ground: Ground;
beforeAll(async () => {
  p = await testPlatform();
  ground = await walkingGround(p);
});
afterAll(() => p.close());

const administrators = new Set(["sysadmin", "secadmin", "auditor"]);
/** Whether the declaration makes the account's unit the actor of the step in this walk. */
function isActor(account: string, actor: Actor, walk: Walk): boolean {
  if (administrators.has(account)) return false;
  const parties: Readonly<Record<Actor, string | null>> = {
    starter: walk.starter,
    department: walk.starter,
    public: walk.starter,
    provider: walk.provider,
    "same-level-authority": "sjj",
    "municipal-authority": "sjj",
    "service-agency": "dsj",
    "staffing-office": "sbb",
    platform: null,
  };
  return partyOfAccount(account) === parties[actor];
}

const declared = (kind: string): Procedure => {
  const found = procedures.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no procedure ${kind}`);
  return found;
};
const tried = new Map<string, Set<string>>();

async function everybodyElseTries(id: string, walk: Walk): Promise<void> {
  const keeper = await p.as(walk.starter);
  const { state, version } = await see(keeper, id);
  const known = tried.get(walk.kind) ?? new Set();
  tried.set(walk.kind, known);
  for (const [name, step] of Object.entries(declared(walk.kind).steps)) {
    if (![step.from].flat().includes(state)) continue;
    known.add(name);
    for (const account of accounts) {
      if (isActor(account, step.by, walk)) continue;
      const attempt = act(await p.as(account), id, name, { version, reasons, form: finding });
      const { status, code } = await refusal(attempt);
      const expected = ["403 not_the_holder", "403 forbidden", "404 not_found"];
      expect(expected, `${account} in ${walk.kind} ${name}: ${code}`).toContain(`${status} ${code}`);
    }
  }
  expect(await see(keeper, id)).toMatchObject({ state, version });
}

test.each([...dutyWalks, ...catalogueWalks, ...dataWalks])(
  "$kind: whoever is not the actor of a step is refused at every step",
  async (walk) => {
    const id = await walk.open(ground);
    await everybodyElseTries(id, walk);
    for (const [who, step, given] of walk.path) {
      await act(await p.as(who), id, step, given);
      await everybodyElseTries(id, walk);
    }
  },
  300_000,
);

test("no step of any procedure was left out", () => {
  const steps = procedures
    .filter(({ steps }) => Object.keys(steps).length > 0)
    .map(({ kind, steps }) => [kind, new Set(Object.keys(steps))] as const);
  expect(tried).toEqual(new Map(steps));
});
