import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const lockFile = z.record(z.string(), z.unknown());
const packageList = z.record(z.string(), z.record(z.string(), z.unknown()));
const optional = z.record(z.string(), z.string()).default({});

/** Kept as npm wrote it, so that only what is added changes. */
async function readLock(root: string) {
  const lock = lockFile.parse(JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")));
  return { lock, packages: packageList.parse(lock.packages) };
}

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "x64"];

/** A package that the registry had for no platform but its own cannot be described better than its name does. */
function platform(name: string) {
  const parts = name.split("-");
  const cpu = processors.find((processor) => parts.includes(processor));
  const os = systems.find((system) => parts.includes(system));
  return { ...(os === undefined ? {} : { os: [os] }), ...(cpu === undefined ? {} : { cpu: [cpu] }) };
}

/** Where in the lock file npm would look for a dependency of the package at `path`, the nearest first. */
function places(path: string, name: string): string[] {
  const parts = path.split("/node_modules/");
  const above = parts.map(
    (_, index) => `${parts.slice(0, parts.length - index).join("/node_modules/")}/node_modules/${name}`,
  );
  return [...above, `node_modules/${name}`];
}

/** Optional packages that a locked package asks for with an exact version and that the lock file leaves out. */
function leftOut(packages: z.infer<typeof packageList>) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies, dev }]) =>
    Object.entries(optional.parse(optionalDependencies))
      .filter(
        ([name, version]) => /^\d/.test(version) && places(path, name).every((place) => !(place in packages)),
      )
      .map(([name, version]) => ({ name, version, dev: dev === true })),
  );
}

/**
 * npm leaves packages for other platforms out of the lock file when the registry does not have them yet, and
 * `npm ci` then refuses the lock file as out of step. One line for each.
 */
export async function lockFindings(root: string): Promise<string[]> {
  const { packages } = await readLock(root);
  return leftOut(packages).map(({ name, version }) => `${name}@${version} is missing: run \`npm run lock\``);
}

/** Writes the packages that were left out into the lock file, by name, version and platform. */
export async function completeLock(root: string): Promise<void> {
  const { lock, packages } = await readLock(root);
  for (const { name, version, dev } of leftOut(packages)) {
    packages[`node_modules/${name}`] = {
      version,
      ...platform(name),
      ...(dev ? { dev } : {}),
      optional: true,
    };
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = JSON.stringify({ ...lock, packages: sorted }, null, 2);
  await writeFile(join(root, "package-lock.json"), `${text}\n`);
}
