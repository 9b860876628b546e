import { Problem } from "../platform/http/index.ts";
import type { UploadFolder } from "./upload-folder.ts";

/** Less than this left means that a write failed because the disk is full. */
const FULL = 1_048_576;

/** What the tus library refused, in the platform's words. */
export async function refusalOfTus(status: number, folder: UploadFolder, id: string): Promise<Problem> {
  switch (status) {
    case 404:
      return new Problem("not_found", "没有这个上传，或者已经办结：请重新上传");
    case 409:
      return new Problem("upload_conflict", "续传的起点与平台已收到的不一致，请先查询已收到的字节数再续传");
    case 410:
      return new Problem("upload_expired", `未传完的文件只保留 ${folder.limits.keepHours} 小时，请重新上传`);
    case 413:
      return new Problem("upload_too_large", "收到的内容超过申报的字节数，请重新上传");
    case 400:
    case 403:
    case 412:
      return new Problem(
        "bad_request",
        "上传请求不合 tus 1.0.0 协议，请检查 Tus-Resumable、Upload-Offset 等请求头",
      );
    default:
      return (await folder.free()) < FULL
        ? storeFull(await folder.size(id), folder)
        : new Problem("internal", "接收文件时出错，已收到的部分保留，请续传");
  }
}

function storeFull(kept: number | undefined, { limits }: UploadFolder): Problem {
  return new Problem(
    "upload_store_full",
    `上传空间已满：已收到的 ${kept ?? 0} 字节保留 ${limits.keepHours} 小时，没有生成批次。请联系平台运维单位腾出空间，然后从断点续传`,
  );
}
