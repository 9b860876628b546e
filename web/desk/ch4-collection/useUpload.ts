import { useEffect, useRef, useState } from "react";
import { Upload } from "tus-js-client";
import { links } from "../../shared/api.ts";
import { csrfHeaders } from "../../shared/http.ts";

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
  /** `repeated`: the same file came before, and its earlier batch is named. */
  | { phase: "done"; batch: string | null; repeated: boolean };

/** What the platform said, where it said anything: the detail of its problem. */
function reasonOf(error: Error): string {
  const body = /response text: (\{.*\})/s.exec(error.message)?.[1];
  if (body === undefined) return "上传中断，已传的部分还在；检查网络后可以接着传。";
  const parsed: { detail?: string; title?: string } = JSON.parse(body);
  return parsed.detail ?? parsed.title ?? "平台没有接受这个文件。";
}

/** One resumable upload (tus). The answer to the last part names the batch in `Gongshu-Batch`. */
export function useUpload() {
  const [state, setState] = useState<UploadState>({ phase: "idle" });
  const upload = useRef<Upload | null>(null);
  useEffect(() => () => void upload.current?.abort(), []);

  const start = async (plan: UploadPlan) => {
    let batch: string | null = null;
    let sent = 0;
    const total = plan.file.size;
    const metadata = { filename: plan.file.name, resource: plan.resource, encoding: plan.encoding };
    const own = new Upload(plan.file, {
      endpoint: links.uploads,
      headers: csrfHeaders(),
      metadata: plan.declaredRows === "" ? metadata : { ...metadata, declaredRows: plan.declaredRows },
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [0, 1_000, 3_000, 8_000],
      removeFingerprintOnSuccess: true,
      onProgress: (bytes) => {
        sent = bytes;
        setState({ phase: "sending", sent, total });
      },
      onAfterResponse: (_, response) => {
        batch = response.getHeader("Gongshu-Batch") ?? batch;
      },
      onError: (error) => setState({ phase: "failed", sent, total, reason: reasonOf(error) }),
      onSuccess: () =>
        setState({ phase: "done", batch, repeated: batch !== null && own.url?.endsWith(batch) !== true }),
    });
    upload.current = own;
    setState({ phase: "sending", sent, total });
    const [previous] = await own.findPreviousUploads();
    if (previous !== undefined) own.resumeFromPreviousUpload(previous);
    own.start();
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
