import type { Db } from "../platform/db/tables.ts";
import type { Source } from "./encoding.ts";
import "./tables.ts";

const STEPS = 50;

/** How much of a batch's file has been read, kept where every process can show it; about fifty notes per file. */
export class Progress {
  readonly #db: Db;
  readonly #batchId: string;
  readonly #step: number;
  #read = 0;
  #saved = 0;

  constructor(db: Db, batchId: string, bytes: number) {
    this.#db = db;
    this.#batchId = batchId;
    this.#step = Math.max(bytes / STEPS, 1);
  }

  over(source: Source): Source {
    const counted = (bytes: number) => {
      this.#read += bytes;
    };
    return async function* () {
      for await (const chunk of source()) {
        counted(chunk.length);
        yield chunk;
      }
    };
  }

  async save(): Promise<void> {
    if (this.#read - this.#saved < this.#step) return;
    this.#saved = this.#read;
    await this.#db
      .updateTable("collection.batch")
      .set({ bytes_read: String(this.#read) })
      .where("id", "=", this.#batchId)
      .execute();
  }
}
