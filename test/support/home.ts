import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { signedCall } from "../../src/app/story/api.ts";
import { assemble, type Cast } from "../../src/app/story/cast.ts";
import { publishRegisterEntry } from "../../src/app/story/catalogue.ts";
import { mount, upload } from "../../src/app/story/collection.ts";
import { Report } from "../../src/app/story/report.ts";
import { applyForRegister, issueKey } from "../../src/app/story/sharing.ts";
import type { Entry } from "../../src/contract/entry.ts";
import type { Grant } from "../../src/contract/grant.ts";
import { clusterUrl } from "../../src/platform/launcher/index.ts";
import type { SigningKey } from "../../src/platform/signatures/index.ts";
import { registerCsv, registerEntry, registerRows, shuangyashan } from "./city.ts";
import { eventually, serving, temporaryHome } from "./server.ts";

const password = "demo-for-tests";

export const silent = () => new Report(() => undefined);

/** A demonstration home of its own, and its server as a process of its own, which may be killed and started again. */
export async function demonstration(more: Readonly<Record<string, string>> = {}) {
  const home = await temporaryHome();
  await writeFile(join(home.directory, "kind"), "demonstration\n");
  const variables = { GONGSHU_HOME: home.directory, GONGSHU_DEMO_PASSWORD: password, ...more };
  return {
    ...home,
    variables,
    password,
    start: (also: Readonly<Record<string, string>> = {}) => serving({ ...variables, ...also }),
  };
}

/** As superuser, behind the platform's back. */
export async function superuser(home: string): Promise<pg.Client> {
  const secret = await readFile(join(home, "secrets/postgres-superuser.password"), "utf8");
  const lines = (await readFile(join(home, "postgres/data/postmaster.pid"), "utf8")).split("\n");
  const client = new pg.Client(clusterUrl(Number(lines[3]), "postgres", secret.trim(), "gongshu"));
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

export interface SharedRegister {
  readonly cast: Cast;
  readonly entry: Entry;
  readonly resource: string;
  readonly grant: Grant;
  readonly key: SigningKey;
}

/** Everybody of the story on a demonstration of {@link demonstration}. */
export const castOf = (url: string): Promise<Cast> => assemble(url, password, shuangyashan);

/** A register published, filled and shared over HTTP: name and address, masked, for one purpose. */
export async function sharedRegister(url: string, persons: number): Promise<SharedRegister> {
  const report = silent();
  const cast = await castOf(url);
  const entry = await publishRegisterEntry(report, cast, registerEntry);
  const resource = await mount(report, cast.gaj, entry);
  const content = Buffer.from(registerCsv(persons));
  await upload(report, cast.gaj, resource, { name: "户籍登记.csv", content, encoding: "utf-8" });
  const grant = await applyForRegister(report, cast, entry);
  const key = await issueKey(report, cast.mzj);
  return { cast, entry, resource, grant, key };
}

/** A signed query about the n-th person of the register. */
export function queryPerson(url: string, { grant, key }: SharedRegister, n = 0) {
  const subject = [...registerRows(n + 1)][n]?.[0] ?? "";
  return signedCall(url, `/share/v1/${grant.resource.code}/query`, { purpose: grant.purpose, subject }, key);
}

/** Waits until every leaf on record has its index. */
export async function sequenced(admin: pg.Client): Promise<void> {
  await eventually(async () => {
    const { rowCount } = await admin.query(
      "select from ledger.leaf l where not exists (select from ledger.entry e where e.leaf_hash = l.leaf_hash)",
    );
    return rowCount === 0;
  });
}
