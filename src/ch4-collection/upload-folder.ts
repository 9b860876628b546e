import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import type { Source } from "./encoding.ts";

export interface FolderLimits {
  /** Largest file, in bytes. */
  readonly maxBytes: number;
  /** How long an unfinished upload is kept, in hours of wall time. */
  readonly keepHours: number;
}

/**
 * Where the bytes of uploads lie until their batch is done; nothing of them stays afterwards. Files are named by the
 * upload's id, the folder is readable by the platform's user only.
 */
export class UploadFolder {
  readonly limits: FolderLimits;
  readonly store: FileStore;
  readonly #directory: string;

  private constructor(directory: string, limits: FolderLimits) {
    this.#directory = directory;
    this.limits = limits;
    const expirationPeriodInMilliseconds = limits.keepHours * 3_600_000;
    this.store = new FileStore({ directory, expirationPeriodInMilliseconds });
  }

  static async open(directory: string, limits: FolderLimits): Promise<UploadFolder> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new UploadFolder(directory, limits);
  }

  source(id: string): Source {
    return () => createReadStream(this.path(id), { highWaterMark: 65_536 });
  }

  /** Bytes received so far; undefined where there is no such file. */
  async size(id: string): Promise<number | undefined> {
    try {
      return (await stat(this.path(id))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Hex SM3 digest of the whole file, which lies on the disk itself when this returns. */
  async settle(id: string): Promise<string> {
    const file = await open(this.path(id), "r+");
    await file.sync().finally(() => file.close());
    const digest = createHash("sm3");
    for await (const chunk of this.source(id)()) digest.update(chunk);
    return digest.digest("hex");
  }

  async remove(id: string): Promise<void> {
    await rm(this.path(id), { force: true });
    await rm(`${this.path(id)}.json`, { force: true });
  }

  async ids(): Promise<string[]> {
    return (await readdir(this.#directory)).filter((name) => !name.endsWith(".json"));
  }

  /** Bytes that may still be written. */
  async free(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#directory);
    return bavail * bsize;
  }

  path(id: string): string {
    return path.join(this.#directory, id);
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
