import { useEffect, useRef, useState } from "react";
import type { Upload } from "tus-js-client";
import { type Arrived, beginOrResume, tusUpload } from "./tusUpload.ts";

export interface UploadPlan {
  file: File;
  resource: string;
  encoding: string;
  declaredRows: string;
}

export type UploadState =
  | { phase: "idle" }
  | { phase: "sending" | "paused"; sent: number; total: number }
  | { phase: "failed"; sent: number; total: number; reason: string }
  | ({ phase: "done" } & Arrived);

/** One resumable upload that can be paused and given up. */
export function useUpload() {
  const [state, setState] = useState<UploadState>({ phase: "idle" });
  const upload = useRef<Upload | null>(null);
  useEffect(() => () => void upload.current?.abort(), []);

  const start = async ({ file, resource, encoding, declaredRows }: UploadPlan) => {
    let sent = 0;
    const total = file.size;
    const metadata = { resource, encoding, ...(declaredRows === "" ? {} : { declaredRows }) };
    upload.current = tusUpload(file, metadata, {
      onProgress: (bytes) => {
        sent = bytes;
        setState({ phase: "sending", sent, total });
      },
      onFailed: (reason) => setState({ phase: "failed", sent, total, reason }),
      onArrived: (arrived) => setState({ phase: "done", ...arrived }),
    });
    setState({ phase: "sending", sent, total });
    await beginOrResume(upload.current);
  };
  const pause = async () => {
    await upload.current?.abort();
    setState((now) => (now.phase === "sending" ? { ...now, phase: "paused" } : now));
  };
  const resume = () => upload.current?.start();
  const cancel = async () => {
    await upload.current?.abort(true).catch(() => undefined);
    setState({ phase: "idle" });
  };
  return { state, start, pause, resume, cancel };
}
