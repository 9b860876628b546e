import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { testDatabase } from "../../../test/support/postgres.ts";
import { gongshu, temporaryHome } from "../../../test/support/server.ts";
import { item, load, tableOf } from "../../../test/support/vault.ts";
import { parameters } from "../../law/parameters.ts";
import { softwareCryptography } from "../../platform/crypto/index.ts";
import { openHome } from "../../platform/home/index.ts";
import { Jobs } from "../../platform/jobs/index.ts";
import { Keyring } from "../../platform/keys/index.ts";
import { createLog } from "../../platform/logging/log.ts";
import { rotationParts, runKeyRotation } from "../key-rotation.ts";

const t = await testDatabase({ kind: "production" });
const home = await temporaryHome();
const variables = { GONGSHU_HOME: home.directory, DATABASE_URL: t.adminUrl };
const rotate = async (...options: string[]) => gongshu(["keys", "rotate", ...options], variables).ended;
const aged = (days: number) =>
  t.ownerPool.query(
    "update platform.resource_key set usable_from = platform.wall_now() - make_interval(days => $1)",
    [days],
  );

let keyring: Keyring;
const codes: string[] = [];
beforeAll(async () => {
  expect((await gongshu(["init"], variables).ended).code).toBe(0);
  const opened = await openHome(home.directory, undefined);
  const [master, zone] = [await opened.secret("master", 32), await opened.secret("zone-master", 32)];
  keyring = await Keyring.open(t.db, softwareCryptography, master, zone);
  for (const n of [1, 2]) {
    const code = await tableOf(t, [item("name")]);
    await load(t, keyring, code, 1, [{ values: [`甲${n}`] }]);
    codes.push(code);
  }
});
afterAll(async () => {
  await home.remove();
  await t.drop();
});

test("A60.9 the operator rotates the keys of one resource or of all, and is told what was done", async () => {
  const [one = "", other = ""] = codes;
  for (const neither of [[], [one, "--all"]]) {
    const refused = await rotate(...neither);
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("二者选一")]);
  }
  const done = await rotate(one);
  expect([done.code, done.output]).toEqual([
    0,
    expect.stringContaining(`资源 ${one}：已生成第 2 版密钥，一分钟后用于写入`),
  ]);
  const again = await rotate(one);
  expect([again.code, again.output]).toEqual([1, expect.stringContaining("没有可以轮换的密钥")]);
  expect((await rotate("r-NONE0000")).output).toContain("没有资源 r-NONE0000");
  const all = (await rotate("--all")).output;
  expect(all).toContain(`资源 ${other}：已生成第 2 版密钥`);
  expect(all).toContain("共轮换 1 个资源的密钥");
  const leaves = await t.ownerPool.query("select from ledger.body where ref like 'vault.key_rotation:%'");
  expect(leaves.rows.length).toBe(2);
});

test("A60.9 every night whatever is as old as the city's period is rotated in the background", async () => {
  await aged(30);
  const newest = async () => {
    const { rows } = await t.ownerPool.query<{ v: number }>(
      "select max(version) as v from platform.resource_key group by resource",
    );
    return rows.map(({ v }) => v);
  };
  const next = (await newest()).map((version) => version + 1);
  const jobs = new Jobs(t.url, createLog({ level: "silent" }));
  const monthly = { ...parameters, "key-rotation": { ...parameters["key-rotation"], value: 30 } };
  runKeyRotation(jobs, rotationParts(t.db, keyring), monthly);
  await jobs.start();
  const { rows } = await t.ownerPool.query("select name, cron from jobs.schedule");
  expect(rows).toEqual([{ name: "vault.keys", cron: "41 3 * * *" }]);
  await t.db.transaction().execute((tx) => jobs.send(tx, { name: "vault.keys", data: z.object({}) }, {}));
  await vi.waitFor(async () => expect(await newest()).toEqual(next), { timeout: 20_000, interval: 50 });
  await jobs.stop();
});
