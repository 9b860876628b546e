import type { FastifyReply } from "fastify";
import type { FileDelivery } from "../access/index.ts";
import { attachmentHeaders } from "../platform/files/index.ts";

/** The bytes as an attachment, with their number and digest said before: who receives less knows it. */
export const sendFile = (
  reply: FastifyReply,
  { file, content }: Awaited<ReturnType<FileDelivery["deliver"]>>,
): FastifyReply =>
  reply
    .headers(attachmentHeaders(file.name))
    .header("content-length", file.bytes)
    .header("cache-control", "no-store")
    .header("gongshu-sm3", file.sm3)
    .type(file.mediaType)
    .send(content);
