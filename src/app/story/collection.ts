import { setTimeout as pause } from "node:timers/promises";
import { Upload } from "tus-js-client";
import { type Batch, batch as batchSchema } from "../../contract/batch.ts";
import { listOf } from "../../contract/common.ts";
import { type Entry, entry as entrySchema } from "../../contract/entry.ts";
import type { Api } from "./api.ts";
import { expect, type Report } from "./report.ts";

/** Act 2: mounts a table, or files, on a published entry; its resource code. */
export async function mount(
  report: Report,
  api: Api,
  entry: Entry,
  kind: "table" | "file" = "table",
): Promise<string> {
  const mounted = await api.post(`/api/v1/entries/${entry.id}/resources`, { kind }, entrySchema);
  const code = mounted.resources[0]?.code ?? "";
  report.line(kind === "file" ? "挂载文件资源" : "挂载数据表", api.name, "12¶3", "", `资源编码 ${code}`);
  return code;
}

/** Act 2: uploads a file by tus and waits for the batch; received = accepted + problem rows. */
export async function upload(
  report: Report,
  api: Api,
  resource: string,
  file: { name: string; content: Buffer; encoding: "utf-8" | "gb18030" },
): Promise<Batch> {
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    new Upload(file.content, {
      endpoint: `${api.url}/api/v1/uploads`,
      headers: { authorization: `Bearer ${api.token}` },
      metadata: { filename: file.name, resource, encoding: file.encoding },
      chunkSize: 256 * 1024,
      onProgress: (sent) => {
        last = sent;
      },
      onError: reject,
      onSuccess: () => resolve(),
    }).start();
  });
  expect(last === file.content.length, "全部字节已发送");
  const done = await finished(api, resource);
  const { received, accepted, quarantined } = done.counts;
  const unit = done.kind === "file" ? "个文件" : "行";
  report.line(
    `上传“${file.name}”`,
    api.name,
    "7¶3",
    "",
    `第 ${done.number} 批：收到 ${received} ${unit} = 入库 ${accepted} ${unit} + 问题数据 ${quarantined} ${unit}${done.byRule
      .map((rule) => `；${rule.column}：${rule.rule} ${rule.count} ${unit}`)
      .join("")}`,
  );
  expect(done.counts.reconciles && BigInt(received) === BigInt(accepted) + BigInt(quarantined), "数量相符");
  return done;
}

/** The newest batch of a resource once it is done. */
async function finished(api: Api, resource: string): Promise<Batch> {
  for (let tries = 0; tries < 1200; tries++) {
    const { items } = await api.get(`/api/v1/batches?resource=${resource}&limit=1`, listOf(batchSchema));
    const newest = items[0];
    if (newest?.state === "refused") throw new Error(`整批被拒：${newest.refusal?.detail}`);
    if (newest?.state === "done") return newest;
    await pause(250);
  }
  throw new Error("批次在五分钟内没有办完");
}
