import { join } from "node:path";
import { FileStore } from "../../platform/files/index.ts";
import type { Place } from "../reseal-plan.ts";

/** Where the sealed bytes lie: important and core data in a folder of their own (Art. 11 ¶3). */
export class FileStores {
  readonly #stores: Readonly<Record<Place, FileStore>>;

  private constructor(directory: string) {
    this.#stores = {
      data: new FileStore(join(directory, "data")),
      zone: new FileStore(join(directory, "zone")),
    };
  }

  static async open(directory: string): Promise<FileStores> {
    const stores = new FileStores(directory);
    for (const store of Object.values(stores.#stores)) await store.open();
    return stores;
  }

  in(place: Place): FileStore {
    return this.#stores[place];
  }

  /** What killed processes left half-written. */
  async clearAbandoned(): Promise<void> {
    for (const store of Object.values(this.#stores)) await store.clearAbandoned();
  }

  /** Wherever it lies. */
  async discard(id: string): Promise<void> {
    for (const store of Object.values(this.#stores)) await store.remove(id);
  }
}
