import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerRows } from "./support/city.ts";
import {
  demonstration,
  queryPerson,
  type SharedRegister,
  sharedRegister,
  superuser,
} from "./support/home.ts";
import { eventually, type Serving } from "./support/server.ts";

const PERSONS = 20_000;
const home = await demonstration();
let server: Serving;
let story: SharedRegister;

beforeAll(async () => {
  server = await home.start();
  story = await sharedRegister(server.url, PERSONS);
});
afterAll(async () => {
  await server?.stop();
  await home.remove();
});

/** Every file of the home: data files and write-ahead log of the database, its log, uploads, files, secrets. */
async function contents(): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const entry of await readdir(home.directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A file may end while we look, such as a temporary one of the database.
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) found.set(path, bytes);
  }
  return found;
}

/** Digits of 18 places (or 17 and X) anywhere in the bytes, read as text and as UTF-16. */
function* numbersIn(bytes: Buffer): Generator<string> {
  for (const encoding of ["latin1", "utf16le"] as const)
    for (const [number] of bytes.toString(encoding).matchAll(/230599\d{11}[\dXx]/g))
      yield number.toUpperCase();
}

function containing(files: ReadonlyMap<string, Buffer>, text: string): string[] {
  return [...files].filter(([, bytes]) => bytes.includes(text)).map(([path]) => path);
}

describe("Sealed, after a real upload over HTTP", () => {
  test("A11.5 A60.9 none of 20,000 identity numbers is in any file of the home", async () => {
    const persons = [...registerRows(PERSONS)];
    const known = new Set(persons.map(([number]) => number));
    expect(known.size).toBe(PERSONS);
    await queryPerson(server.url, story);
    await eventually(async () => (await readdir(join(home.directory, "uploads"))).length === 0);

    // A number put there in clear is found by the same search: the search can fail.
    const canary = "230599190001010002";
    expect(known.has(canary)).toBe(false);
    const admin = await superuser(home.directory);
    await admin.query(`create table public.canary as select '${canary}'::text as number`);
    await admin.query("checkpoint");
    const { rows } = await admin.query<{ table: string; rows: string }>(
      "select 'data.r_' || number as table, rows from vault.resource",
    );
    expect(rows).toEqual([{ table: expect.any(String), rows: String(PERSONS) }]);
    await admin.end();

    const files = await contents();
    files.set("what the server printed", Buffer.from(server.output()));
    const found = new Map<string, Set<string>>();
    for (const [path, bytes] of files)
      for (const number of numbersIn(bytes)) found.set(number, (found.get(number) ?? new Set()).add(path));
    expect([...found.keys()]).toEqual([canary]);
    const places = [...(found.get(canary) ?? [])].map((path) => path.slice(home.directory.length));
    expect(places.some((path) => path.includes("pg_wal"))).toBe(true);
    expect(places.some((path) => path.includes("base"))).toBe(true);

    // Nor a whole row, and no name of three characters or more that only persons have.
    const [, name] = persons.find(([, given]) => (given ?? "").length === 4) ?? [];
    expect(containing(files, name ?? "?")).toEqual([]);
    expect(containing(files, persons[0]?.join(",") ?? "?")).toEqual([]);
  });
});
