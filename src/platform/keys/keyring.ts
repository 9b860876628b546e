import { sql } from "kysely";
import { type Cryptography, IntegrityError, type SealingKeys } from "../crypto/index.ts";
import type { Db, Tx } from "../db/index.ts";
import { OperatorError } from "../operator-error.ts";
import "./tables.ts";
import { derive, Wrapping } from "./wrapping.ts";

/** Keys of one resource under one version. */
export interface ResourceKeys extends SealingKeys {
  readonly rowMac: Uint8Array;
  readonly index: Uint8Array;
}

/** A key of the platform itself. `publicKey` as the maker gave it, for signing keys. */
export interface NamedKey {
  readonly secret: Buffer;
  readonly publicKey: Buffer | null;
}

interface Wrappings {
  readonly master: Wrapping;
  readonly zone: Wrapping;
}

interface Cached {
  readonly versions: ReadonlyMap<number, ResourceKeys>;
  /** The newest version to write with, in the zone and outside it. */
  readonly writing: ReadonlyMap<boolean, number>;
  /** Monotonic milliseconds. */
  readonly until: number;
}

/** How long a process may not know of a rotation. */
const CACHE_MS = 30_000;
/** Seconds after which a rotated key is used for writing: longer than any cache holds. */
const HEARD_OF_SECONDS = 60;

/**
 * All keys, unwrapped in memory only and never logged. The master key comes from the home (or an HSM in its place);
 * lying beside the data it protects against theft of the database alone.
 */
export class Keyring {
  readonly #db: Db;
  readonly #cryptography: Cryptography;
  readonly #wrapping: Wrapping;
  readonly #zone: Wrapping;
  readonly #subject: Buffer;
  readonly #resources = new Map<number, Cached>();

  private constructor(db: Db, cryptography: Cryptography, wrappings: Wrappings, subject: Buffer) {
    this.#db = db;
    this.#cryptography = cryptography;
    this.#wrapping = wrappings.master;
    this.#zone = wrappings.zone;
    this.#subject = subject;
  }

  /**
   * @param master 32 bytes. @param zone 32 bytes, for the keys of important and core data (Art. 11 ¶3). Refuses keys that
   * did not wrap this database's.
   */
  static async open(
    db: Db,
    cryptography: Cryptography,
    master: Uint8Array,
    zone: Uint8Array = master,
  ): Promise<Keyring> {
    const wrapping = new Wrapping(cryptography, master);
    const wrappings = { master: wrapping, zone: new Wrapping(cryptography, zone) };
    try {
      const random = () => ({ secret: cryptography.random(32), publicKey: null });
      const subject = await namedKey(db, wrapping, "subject", random);
      await namedKey(db, wrappings.zone, "zone", random);
      return new Keyring(db, cryptography, wrappings, subject.secret);
    } catch (cause) {
      if (!(cause instanceof IntegrityError)) throw cause;
      throw new OperatorError(
        "主密钥与数据库不符：本环境的主密钥解不开数据库里的密钥。请核对 GONGSHU_HOME 与 DATABASE_URL，或从密钥备份中恢复主密钥文件。",
        { cause },
      );
    }
  }

  /** The HMAC key of subjects' keys. It does not rotate; only offline `rekey` changes it. */
  subjectKey(): Buffer {
    return this.#subject;
  }

  /** Keys for reading what was sealed under `version`. */
  async resourceKeys(resource: number, version: number): Promise<ResourceKeys> {
    const known = this.#resources.get(resource)?.versions.get(version);
    if (known) return known;
    const keys = (await this.#load(resource)).versions.get(version);
    if (!keys) throw new IntegrityError(`资源 ${resource} 没有版本为 ${version} 的密钥`);
    return keys;
  }

  /** Keys to write with, of the zone of important data or of what lies outside it; made where there are none. */
  async writingKeys(resource: number, zoned: boolean): Promise<ResourceKeys> {
    const cached = this.#resources.get(resource);
    const { writing } = cached && performance.now() < cached.until ? cached : await this.#load(resource);
    const version = writing.get(zoned) ?? (await this.newVersion(resource, zoned));
    return this.resourceKeys(resource, version);
  }

  /** Every version that rows may be sealed and indexed under, oldest first: look a value up under each. */
  async versions(resource: number): Promise<ResourceKeys[]> {
    const cached = this.#resources.get(resource);
    const fresh = cached && performance.now() < cached.until ? cached : await this.#load(resource);
    return [...fresh.versions.values()];
  }

  /**
   * Adds a version; old ones stay for reading. Writers take it up after a minute. `zoned`: the resource lies in the zone
   * of important data; a newer version may have been made for a move that was given up. Returns its number, which holds
   * once the transaction is committed.
   */
  rotate(tx: Db | Tx, resource: number, zoned: boolean): Promise<number> {
    return this.#next(tx, resource, zoned, HEARD_OF_SECONDS);
  }

  /** Adds a version wrapped for the zone of important data or outside it, usable at once. Returns its number. */
  newVersion(resource: number, zoned: boolean): Promise<number> {
    return this.#next(this.#db, resource, zoned, 0);
  }

  async #next(db: Db | Tx, resource: number, zoned: boolean, delaySeconds: number): Promise<number> {
    let version = Math.max(...(await this.#load(resource)).versions.keys()) + 1;
    // Another process may take the number first, and wrap its key for the other side of the zone.
    while (!(await this.#add(db, { resource, version, zoned }, delaySeconds))) version += 1;
    await this.#load(resource);
    return version;
  }

  /** A key of the platform, made by `make` the first time; of two processes that make it at once, one prevails. */
  namedKey(name: string, make: () => NamedKey): Promise<NamedKey> {
    return namedKey(this.#db, this.#wrapping, name, make);
  }

  /** Encrypts a secret for storage, bound to `place` (such as `parties.client_key:<id>`). */
  sealSecret(place: string, secret: Uint8Array): Buffer {
    return this.#wrapping.wrap(place, secret);
  }

  /** Throws IntegrityError unless sealed for that place by this platform. */
  openSecret(place: string, sealed: Uint8Array): Buffer {
    return this.#wrapping.unwrap(place, sealed);
  }

  async #load(resource: number): Promise<Cached> {
    const select = this.#db
      .selectFrom("platform.resource_key")
      .select(["version", "wrapped", "zoned"])
      .select(sql<boolean>`usable_from <= platform.wall_now()`.as("usable"))
      .where("resource", "=", resource)
      .orderBy("version");
    let rows = await select.execute();
    if (rows.length === 0) {
      await this.#add(this.#db, { resource, version: 1, zoned: false }, 0);
      rows = await select.execute();
    }
    const versions = new Map(rows.map((row) => [row.version, this.#unwrapped(resource, row)]));
    const usable = rows.filter((row) => row.usable);
    // In the order of versions: the newest of each kind prevails.
    const writing = new Map(usable.map((row) => [row.zoned, row.version]));
    const cached = { versions, writing, until: performance.now() + CACHE_MS };
    this.#resources.set(resource, cached);
    return cached;
  }

  /** False where the number was taken. */
  async #add(
    db: Db | Tx,
    { resource, version, zoned }: { resource: number; version: number; zoned: boolean },
    delaySeconds: number,
  ): Promise<boolean> {
    const wrapped = (zoned ? this.#zone : this.#wrapping).wrap(
      resourcePlace(resource, version),
      this.#cryptography.random(32),
    );
    const added = await db
      .insertInto("platform.resource_key")
      .values({
        resource,
        version,
        wrapped,
        zoned,
        usable_from: sql`platform.wall_now() + make_interval(secs => ${delaySeconds})`,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("version")
      .executeTakeFirst();
    return added !== undefined;
  }

  #unwrapped(
    resource: number,
    { version, wrapped, zoned }: { version: number; wrapped: Buffer; zoned: boolean },
  ): ResourceKeys {
    const key = (zoned ? this.#zone : this.#wrapping).unwrap(resourcePlace(resource, version), wrapped);
    const part = (use: string, length: 16 | 32) => derive(this.#cryptography, key, use, length);
    return {
      version,
      encryption: part("encryption", 16),
      authentication: part("authentication", 32),
      rowMac: part("row mac", 32),
      index: part("index", 32),
    };
  }
}

const resourcePlace = (resource: number, version: number) => `resource ${resource} version ${version}`;

async function namedKey(db: Db, wrapping: Wrapping, name: string, make: () => NamedKey): Promise<NamedKey> {
  const place = `named ${name}`;
  const select = db
    .selectFrom("platform.named_key")
    .select(["wrapped", "public_key"])
    .where("name", "=", name);
  let row = await select.executeTakeFirst();
  if (!row) {
    const { secret, publicKey } = make();
    await db
      .insertInto("platform.named_key")
      .values({ name, wrapped: wrapping.wrap(place, secret), public_key: publicKey })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    row = await select.executeTakeFirstOrThrow();
  }
  return { secret: wrapping.unwrap(place, row.wrapped), publicKey: row.public_key };
}
