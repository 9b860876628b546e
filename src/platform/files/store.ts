import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { wallNow } from "../clocks/index.ts";
import { IntegrityError } from "../crypto/index.ts";
import { Problem } from "../http/problem.ts";
import { uuid } from "../ids/index.ts";

export interface Stored {
  /** Also the name on disk; nothing a user sends becomes part of a path. */
  readonly id: string;
  readonly bytes: number;
  readonly sm3: Buffer;
  readonly sha256: Buffer;
}

/** Bytes that have come whole and have no place yet. */
export interface Received extends Omit<Stored, "id"> {
  readonly path: string;
  /** Gives them their place under `id`; what lay there before is gone. */
  keep(id: string): Promise<void>;
  /** Nothing where they have their place. */
  drop(): Promise<void>;
}

/** No upload is silent for an hour: the server ends requests long before. Milliseconds. */
const abandonedAfter = 3_600_000;

const idShape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Bytes under generated names in the home's `files/`: wholly there, on disk, or not at all. */
export class FileStore {
  readonly #directory: string;
  readonly #incoming: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.#incoming = join(directory, "incoming");
  }

  /** Makes the folders and clears what a killed process left. */
  async open(): Promise<void> {
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
    await this.clearAbandoned();
  }

  /** Clears what a killed process left half-written; what another one is writing is younger. */
  async clearAbandoned(): Promise<void> {
    for (const name of await readdir(this.#incoming)) {
      const path = join(this.#incoming, name);
      const { mtimeMs } = await stat(path);
      if (wallNow().getTime() - mtimeMs > abandonedAfter) await rm(path, { force: true });
    }
  }

  /**
   * Takes in a stream of at most `limit` bytes; `accept` looks at the whole file before it gets its place.
   * `id` for what already has one: taken in once more, it takes the place of what a killed process left there.
   * @throws Problem `too_large`, `storage_full`, `bad_request` when empty, or what `accept` throws; nothing stays behind
   */
  async put(
    source: Readable,
    limit: number,
    accept: (path: string) => Promise<void>,
    id = uuid(),
  ): Promise<Stored> {
    const received = await this.receive(source, limit);
    try {
      await accept(received.path);
      await received.keep(id);
      return { id, bytes: received.bytes, sm3: received.sm3, sha256: received.sha256 };
    } catch (error) {
      await received.drop();
      throw told(error);
    }
  }

  /**
   * Takes in a stream of at most `limit` bytes, on disk but without a place: whoever kept or dropped it neither, being
   * killed, leaves it to `clearAbandoned`. @throws as `put`
   */
  async receive(source: Readable, limit: number): Promise<Received> {
    const path = join(this.#incoming, uuid());
    const drop = () => rm(path, { force: true });
    try {
      return { path, ...(await write(path, source, limit)), keep: (id) => this.#keep(path, id), drop };
    } catch (error) {
      await drop();
      throw told(error);
    }
  }

  async #keep(path: string, id: string): Promise<void> {
    const place = this.#place(id);
    await mkdir(place.folder, { recursive: true, mode: 0o700 });
    await rename(path, place.path);
    await sync(place.folder);
    await sync(this.#directory);
  }

  /** Bytes of what lies there; undefined where nothing does. */
  async size(id: string): Promise<number | undefined> {
    try {
      return (await stat(this.#place(id).path)).size;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Opened when it is first read, so that no error comes while nobody listens. IntegrityError where nothing lies there. */
  read(id: string): Readable {
    return Readable.from(contentOf(id, this.#place(id).path), { objectMode: false });
  }

  async remove(id: string): Promise<void> {
    await rm(this.#place(id).path, { force: true });
  }

  /** The last two digits of a version 7 UUID are random: folders fill evenly. */
  #place(id: string): { folder: string; path: string } {
    if (!idShape.test(id)) throw new Error("not a file id");
    const folder = join(this.#directory, id.slice(-2));
    return { folder, path: join(folder, id) };
  }
}

async function* contentOf(id: string, path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw codeOf(error) === "ENOENT" ? new IntegrityError(`文件 ${id}`) : error;
  }
}

async function write(path: string, source: Readable, limit: number): Promise<Omit<Stored, "id">> {
  const file = await open(path, "wx", 0o600);
  try {
    const [sm3, sha256] = [createHash("sm3"), createHash("sha256")];
    let bytes = 0;
    for await (const chunk of source) {
      const part: Buffer = Buffer.from(chunk);
      bytes += part.length;
      if (bytes > limit)
        throw new Problem("too_large", `文件超过 ${Math.floor(limit / 1_048_576)} MB，请压缩或拆分后再传。`);
      sm3.update(part);
      sha256.update(part);
      await writeAll(file, part);
    }
    if (bytes === 0) throw new Problem("bad_request", "文件是空的，请检查后重传。");
    await file.sync();
    return { bytes, sm3: sm3.digest(), sha256: sha256.digest() };
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, part: Buffer): Promise<void> {
  for (let at = 0; at < part.length; ) {
    const { bytesWritten } = await file.write(part, at);
    at += bytesWritten;
  }
}

/** A new name is durable once its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const full: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

function told(error: unknown): unknown {
  if (!full.has(codeOf(error))) return error;
  return new Problem("storage_full", "平台存储空间不足，文件没有保存；请联系平台管理员，稍后重传。", {
    cause: error,
  });
}
