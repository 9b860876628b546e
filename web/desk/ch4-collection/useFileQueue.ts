import { useEffect, useRef, useState } from "react";
import type { Upload } from "tus-js-client";
import type { Batch } from "../../../src/contract/batch.ts";
import { api } from "../../shared/api.ts";
import { type Arrived, beginOrResume, tusUpload } from "./tusUpload.ts";

export type QueuedState =
  | { phase: "waiting" }
  | { phase: "sending"; sent: number }
  | { phase: "checking" }
  | { phase: "failed"; reason: string }
  | { phase: "over"; batch: Batch; repeated: boolean };

export interface Queued {
  id: string;
  file: File;
  state: QueuedState;
}

const isOver = ({ state }: Batch) => state === "done" || state === "refused";

async function settled(id: string): Promise<Batch> {
  for (;;) {
    const batch = await api.batch(id);
    if (isOver(batch)) return batch;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Files sent one after another; one that fails holds up no other and can be sent again. */
export function useFileQueue(resource: string) {
  const [queue, setQueue] = useState<Queued[]>([]);
  const running = useRef<Upload | null>(null);
  useEffect(() => () => void running.current?.abort(), []);

  const set = (file: File, state: QueuedState) =>
    setQueue((now) => now.map((one) => (one.file === file ? { ...one, state } : one)));

  const sendOne = async (file: File): Promise<void> => {
    try {
      const { batch, repeated } = await new Promise<Arrived>((arrived, failed) => {
        running.current = tusUpload(
          file,
          { resource },
          {
            onProgress: (sent) => set(file, { phase: "sending", sent }),
            onFailed: (reason) => failed(new Error(reason)),
            onArrived: arrived,
          },
        );
        set(file, { phase: "sending", sent: 0 });
        void beginOrResume(running.current);
      });
      if (batch === null) throw new Error("平台没有给出批次，请看批次列表。");
      set(file, { phase: "checking" });
      set(file, { phase: "over", batch: await settled(batch), repeated });
    } catch (error) {
      set(file, { phase: "failed", reason: error instanceof Error ? error.message : "上传中断，请重试。" });
    }
  };

  const busy = queue.some(({ state }) => state.phase === "sending" || state.phase === "checking");
  const send = async (files: readonly File[]) => {
    for (const file of files) await sendOne(file);
  };
  return {
    queue,
    busy,
    add: (files: readonly File[]) =>
      setQueue((now) => [
        ...now,
        ...files.map((file): Queued => ({ id: crypto.randomUUID(), file, state: { phase: "waiting" } })),
      ]),
    drop: (file: File) => setQueue((now) => now.filter((one) => one.file !== file)),
    sendAll: () =>
      send(
        queue
          .filter(({ state }) => state.phase === "waiting" || state.phase === "failed")
          .map(({ file }) => file),
      ),
  };
}
