import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../../test/support/postgres.ts";
import { gongshu, type Serving, serving, temporaryHome } from "../../../test/support/server.ts";
import { projectRoot } from "../config.ts";

const t = await testDatabase({ kind: "production" });
const home = await temporaryHome();
const variables = { GONGSHU_HOME: home.directory, DATABASE_URL: t.adminUrl };
const uscc = "11230500MB1A2B3C14";
let server: Serving;

beforeAll(async () => {
  expect((await gongshu(["init"], variables).ended).output).toContain("已建立正式环境");
  server = await serving(variables);
});
afterAll(async () => {
  await server.stop();
  await home.remove();
  await t.drop();
});

/** `gongshu account …` with a line on its standard input: exit code and what it printed. */
function account(values: readonly string[], line = ""): Promise<[code: number | null, output: string]> {
  return new Promise((resolve) => {
    const child = execFile(
      join(projectRoot, "node_modules/.bin/node"),
      [join(projectRoot, "src/app/cli.ts"), "account", ...values],
      { env: { PATH: process.env.PATH, ...variables } },
      (_error, stdout, stderr) => resolve([child.exitCode, stdout + stderr]),
    );
    child.stdin?.end(`${line}\n`);
  });
}

async function signIn(password: string): Promise<number> {
  const answer = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "lwb", password }),
  });
  return answer.status;
}

const party = ["party", uscc, "--name", "双鸭山市数据局", "--short-name", "市数据局", "--kind", "authority"];
const create = ["create", "lwb", "--party", uscc, "--person", "李文博", "--role", "data-officer"];

test("an empty production home gets its first party, person and account, who signs in", async () => {
  expect(await account(create, "a good long password")).toEqual([1, expect.stringContaining("还没有登记")]);
  expect(await account(party)).toEqual([0, expect.stringContaining("已登记单位")]);
  expect(await account(party)).toEqual([1, expect.stringContaining("已经登记过")]);
  expect(await account(create, "short")).toEqual([1, expect.stringContaining("至 256 个字符")]);
  expect(await account(create, "a good long password")).toEqual([0, expect.stringContaining("已建立账号")]);
  expect(await signIn("a good long password")).toBe(200);
});

test("what is wrong is told, and a password is no argument", async () => {
  const wrong = party.with(1, "11230500MB1A2B3C15");
  expect(await account(wrong)).toEqual([1, expect.stringContaining("信用代码")]);
  const both = [...create, "auditor"].with(1, "other");
  expect(await account(both, "a good long password")).toEqual([1, expect.stringContaining("专人担任")]);
  expect((await account([...create, "--password", "x"]))[0]).toBe(1);
});

test("a password is set anew, and an account suspended", async () => {
  expect((await account(["password", "lwb"], "another good password"))[0]).toBe(0);
  expect([await signIn("a good long password"), await signIn("another good password")]).toEqual([401, 200]);
  expect((await account(["suspend", "lwb"]))[0]).toBe(0);
  expect(await signIn("another good password")).toBe(401);
});
