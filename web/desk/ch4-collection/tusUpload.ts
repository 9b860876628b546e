import { Upload } from "tus-js-client";
import { links } from "../../shared/api.ts";
import { csrfHeaders } from "../../shared/http.ts";

/** What the platform said, where it said anything: the detail of its problem. */
function reasonOf(error: Error): string {
  const body = /response text: (\{.*\})/s.exec(error.message)?.[1];
  if (body === undefined) return "上传中断，已传的部分还在；检查网络后可以接着传。";
  const parsed: { detail?: string; title?: string } = JSON.parse(body);
  return parsed.detail ?? parsed.title ?? "平台没有接受这个文件。";
}

export interface Arrived {
  batch: string | null;
  /** The same file came before, and its earlier batch is named. */
  repeated: boolean;
}

/** One resumable upload (tus), not yet begun. The answer to the last part names the batch in `Gongshu-Batch`. */
export function tusUpload(
  file: File,
  metadata: Record<string, string>,
  told: {
    onProgress: (sent: number) => void;
    onFailed: (reason: string) => void;
    onArrived: (arrived: Arrived) => void;
  },
): Upload {
  let batch: string | null = null;
  const upload = new Upload(file, {
    endpoint: links.uploads,
    headers: csrfHeaders(),
    metadata: { filename: file.name, ...metadata },
    chunkSize: 8 * 1024 * 1024,
    retryDelays: [0, 1_000, 3_000, 8_000],
    removeFingerprintOnSuccess: true,
    onProgress: told.onProgress,
    onAfterResponse: (_, response) => {
      batch = response.getHeader("Gongshu-Batch") ?? batch;
    },
    onError: (error) => told.onFailed(reasonOf(error)),
    onSuccess: () =>
      told.onArrived({ batch, repeated: batch !== null && upload.url?.endsWith(batch) !== true }),
  });
  return upload;
}

/** Begins, or goes on where an earlier attempt with the same file stopped. */
export async function beginOrResume(upload: Upload): Promise<void> {
  const [previous] = await upload.findPreviousUploads();
  if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
  upload.start();
}
