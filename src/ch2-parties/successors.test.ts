import { afterAll, beforeAll, expect, test } from "vitest";
import { code } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { whileWaiting } from "../../test/support/waiting.ts";
import { me } from "../contract/session.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

test("A60.9 who is to go on does not leave at the same time", async () => {
  const self = async (who: string) => (await (await p.as(who)).get("/api/v1/session", me)).person.id;
  const [leaver, heir] = [await self("wjw"), await self("wjw2")];
  const system = await p.as("sysadmin");
  const given = { reason: "工作调整", successors: { [p.party("wjw")]: heir } };
  const other = {
    lock: "select from parties.person where id = $1 for update",
    meanwhile: "update parties.post set held_until = platform.law_now() where person_id = $1",
    id: heir,
  };
  const answer = await whileWaiting(p, other, () =>
    code(system.send("POST", `/api/v1/administration/persons/${leaver}/suspend`, given)),
  );
  expect(answer).toBe("successor_unfit");
  expect((await (await p.as("wjw")).get("/api/v1/session", me)).person.id).toBe(leaver);
});
