import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { phrases } from "./fields.ts";
import { createLog } from "./log.ts";

const idNumber = "230599199001011234";
const phone = "13845678901";
const secrets = [idNumber, phone, "王小明", "correct horse", "gs_secret_token"];

function lines() {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { log: createLog({ level: "trace", destination }), text: () => written.join("") };
}

describe("log fields by allow-list", () => {
  test("admits the fields that are listed", () => {
    const { log, text } = lines();
    log.info(
      { method: "GET", route: "/api/v1/matters/:id", status: 200, code: "bad_request" },
      "request answered",
    );
    expect(JSON.parse(text())).toMatchObject({
      level: "info",
      msg: "request answered",
      method: "GET",
      route: "/api/v1/matters/:id",
      status: 200,
      code: "bad_request",
    });
  });

  test.each(secrets)("lets no secret through, by whatever door: %s", (secret) => {
    const { log, text } = lines();
    const error = Object.assign(new Error(`Key (id_no)=(${secret}) already exists`), {
      detail: secret,
      code: secret,
      name: secret,
    });
    log.info({ [secret]: 1 }, "request answered");
    log.info(
      { route: secret, audit: secret, method: secret, code: secret, event: secret, requestId: secret },
      secret,
    );
    log.info({ at: [secret], errorCode: secret, errorName: `${secret}.`, queue: secret, count: secret });
    log.info(`row of ${secret} read`);
    log.info("row of %s read", secret);
    log.error({ err: error, req: { headers: { authorization: secret } } }, `failed for ${secret}`);
    log.error(error, secret);
    log.error(error);
    log.child({ secret, requestId: secret }).warn({ nested: { secret } });
    expect(text().split("\n").filter(Boolean)).toHaveLength(9);
    expect(text()).not.toContain(secret);
  });

  test("numbers stand only in fields of counts", () => {
    const { log, text } = lines();
    log.info({ route: `/rows/${idNumber}`, at: [`src/${idNumber}.ts:1`] }, "request answered");
    expect(text()).not.toContain(idNumber);
    log.info({ personId: Number(phone), route: Number(phone), name: Number(phone) }, "request answered");
    expect(text()).not.toContain(phone);
  });

  test("a message that imitates lines or frames forges neither", () => {
    const { log, text } = lines();
    log.warn(`x\n{"level":"info","msg":"forged"}`);
    log.error({ err: new Error(`bad\n    at f (/srv/src/${idNumber}.ts:1:1)`) }, "request failed");
    const written = text().trim().split("\n");
    expect(written).toHaveLength(2);
    expect(text()).not.toContain("forged");
    expect(text()).not.toContain(idNumber);
  });

  test("an error is named by kind and place", () => {
    const { log, text } = lines();
    log.error({ err: new TypeError("boom") }, "request failed");
    const line = JSON.parse(text());
    expect(line.errorName).toBe("TypeError");
    expect(line.at[0]).toMatch(/^src\/platform\/logging\/log\.test\.ts:\d+$/);
  });
});

test("whatever the sources log is a listed phrase, and no phrase is listed for nothing", () => {
  const source = join(import.meta.dirname, "../..");
  const said = globSync("**/*.ts", { cwd: source, exclude: ["**/*.test.ts"] }).flatMap((file) => {
    const text = readFileSync(join(source, file), "utf8");
    return [...text.matchAll(/log\.(?:info|warn|error)\(\s*\{[^;]*?\},\s*"([^"]+)",?\s*\)/g)].map(
      ([, phrase]) => phrase,
    );
  });
  // "listening" is the server's own line.
  expect(new Set([...said, "listening"])).toEqual(phrases);
});
