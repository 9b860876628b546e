import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import { Metadata, Server } from "@tus/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { uploadMetadata } from "../contract/batch.ts";
import { uuid as uuidSchema } from "../contract/common.ts";
import { claimedType, cleanName, dataFileTypes } from "../platform/files/index.ts";
import type { Caller, Http } from "../platform/http/index.ts";
import { callerOf, Problem } from "../platform/http/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { arrive } from "./arrival.ts";
import { collectedResource } from "./catalogue.ts";
import type { CollectionOptions } from "./options.ts";
import { assertMaySend, senders } from "./policy.ts";
import { refusalOfTus } from "./tus-refusals.ts";
import type { UploadFolder } from "./upload-folder.ts";
import "./tables.ts";

const URL_PATH = "/api/v1/uploads";
const params = z.object({ id: uuidSchema });
/** Headers of the protocol that pass from the library to the client. */
const passed = [
  "location",
  "tus-resumable",
  "upload-offset",
  "upload-length",
  "upload-expires",
  "cache-control",
];

/**
 * Resumable uploads (tus 1.0.0: creation, creation-with-upload, termination, expiration). The answer that takes the
 * last byte carries `Gongshu-Batch`, the id of the batch; so does HEAD of a complete upload.
 */
export function uploadRoutes(http: Http, options: CollectionOptions): void {
  const { folder } = options;
  const named = new AsyncLocalStorage<string>();
  const tus = new Server({
    path: URL_PATH,
    datastore: folder.store,
    maxSize: folder.limits.maxBytes,
    relativeLocation: true,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => named.getStore() ?? uuid(),
  });

  const pass = async (request: FastifyRequest, reply: FastifyReply, id: string) => {
    const answer = await named.run(id, () => tus.handleWeb(webRequest(request, http.publicUrl)));
    if (answer.status >= 400) {
      if (request.method !== "HEAD") reply.header("connection", "close");
      throw await refusalOfTus(answer.status, folder, id);
    }
    reply.code(answer.status);
    for (const name of passed) {
      const value = answer.headers.get(name);
      if (value !== null) reply.header(name, value);
    }
    if (request.method === "DELETE") await forget(options, id);
    else if (await isComplete(options, id)) reply.header("gongshu-batch", await arrive(options, id));
    return reply.send();
  };

  http.register(async (scope) => {
    scope.addContentTypeParser("application/offset+octet-stream", (_request, _body, done) => done(null));
    scope.post(
      URL_PATH,
      { config: { access: senders, audit: "upload.created" }, schema: { summary: "开始上传（tus）" } },
      async (request, reply) =>
        pass(request, reply, await create(options, callerOf(request), request.headers)),
    );
    for (const [method, audit, summary] of [
      ["HEAD", null, "已收到的字节数"],
      ["PATCH", "upload.received", "续传"],
      ["DELETE", "upload.cancelled", "放弃上传"],
    ] as const) {
      scope.route({
        method,
        url: `${URL_PATH}/:id`,
        config: { access: senders, audit },
        schema: { summary, params },
        handler: async (request, reply) => {
          const { id } = params.parse(request.params);
          await assertOwn(options, callerOf(request), id);
          return pass(request, reply, id);
        },
      });
    }
  });
}

/** Checks everything that can be checked before the first byte, and puts the upload down. */
async function create(
  options: CollectionOptions,
  caller: Caller,
  headers: FastifyRequest["headers"],
): Promise<string> {
  const { database, folder } = options;
  const metadata = metadataOf(String(headers["upload-metadata"] ?? ""));
  const bytes = lengthOf(headers["upload-length"], folder);
  const resource = await collectedResource(database.kysely, metadata.resource);
  assertMaySend(caller, metadata.resource, resource);
  const filename = resource.kind === "file" ? fileName(metadata.filename) : metadata.filename;
  const free = await folder.free();
  if (free < bytes) {
    throw new Problem(
      "upload_store_full",
      `上传空间只剩 ${megabytes(free)}，放不下这个文件（${megabytes(bytes)}）：没有开始接收。请联系平台运维单位腾出空间后重新上传`,
    );
  }
  const id = uuid();
  await database.kysely
    .insertInto("collection.upload")
    .values({
      id,
      resource_code: metadata.resource,
      provider_id: caller.party.id,
      person_id: caller.personId,
      person_name: caller.personName,
      filename,
      bytes: String(bytes),
      declared_encoding: metadata.encoding,
      declared_rows: metadata.declaredRows ?? null,
      claimed_sm3: metadata.sm3 ?? null,
    })
    .execute();
  return id;
}

/** The name under which a file is kept, of a type that is taken. Said before the first byte where it is not. */
function fileName(given: string): string {
  const name = cleanName(given);
  if (name === "" || [...name].length > 200)
    throw new Problem("upload_metadata_invalid", "文件名不能用：去掉路径和不可见字符后须有 1 到 200 个字", {
      errors: [{ pointer: "/filename", detail: "请改文件名后重新上传" }],
    });
  claimedType(name, dataFileTypes);
  return name;
}

const labels: Record<string, string> = {
  filename: "文件名（filename）",
  resource: "数据资源代码（resource）",
  encoding: "编码（encoding，auto、utf-8 或 gb18030）",
  declaredRows: "申报行数（declaredRows）",
  sm3: "SM3 校验值（sm3，64 位十六进制小写）",
};

function metadataOf(header: string): z.infer<typeof uploadMetadata> {
  const parsed = uploadMetadata.safeParse(parseMetadata(header));
  if (parsed.success) return parsed.data;
  const faulty = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  throw new Problem(
    "upload_metadata_invalid",
    `Upload-Metadata 缺少或写错：${[...faulty].map((name) => labels[name] ?? name).join("、")}`,
    {
      errors: [...faulty].map((name) => ({
        pointer: `/${name}`,
        detail: `${labels[name] ?? name}缺少或不合格式`,
      })),
    },
  );
}

function parseMetadata(header: string): Record<string, string | null> {
  try {
    return Metadata.parse(header);
  } catch {
    return {};
  }
}

function lengthOf(header: string | string[] | undefined, folder: UploadFolder): number {
  if (typeof header !== "string" || !/^\d{1,15}$/.test(header)) {
    throw new Problem("upload_metadata_invalid", "须以 Upload-Length 申报文件的字节数");
  }
  const bytes = Number(header);
  if (bytes > folder.limits.maxBytes) {
    throw new Problem(
      "upload_too_large",
      `文件有 ${megabytes(bytes)}，超过上限 ${megabytes(folder.limits.maxBytes)}：请按时间或地区拆成几个文件上传`,
    );
  }
  return bytes;
}

export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

async function assertOwn({ database }: CollectionOptions, caller: Caller, id: string): Promise<void> {
  const upload = await database.kysely
    .selectFrom("collection.upload")
    .select("id")
    .where("id", "=", id)
    .where("provider_id", "=", caller.party.id)
    .executeTakeFirst();
  if (upload === undefined) throw new Problem("not_found", "没有这个上传，或者已经过期：请重新上传");
}

async function forget({ database }: CollectionOptions, id: string): Promise<void> {
  await database.kysely.deleteFrom("collection.upload").where("id", "=", id).execute();
}

async function isComplete({ database, folder }: CollectionOptions, id: string): Promise<boolean> {
  const upload = await database.kysely
    .selectFrom("collection.upload")
    .select(["bytes", "batch_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (upload === undefined) return false;
  return upload.batch_id !== null || (await folder.size(id)) === Number(upload.bytes);
}

function webRequest(request: FastifyRequest, publicUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const { method } = request;
  const body = method === "PATCH" || method === "POST" ? { body: bodyOf(request.raw), duplex: "half" } : {};
  return new Request(new URL(request.url, publicUrl), { method, headers, ...body });
}

/** The body as it comes, taken only as fast as the disk takes it. */
function bodyOf(raw: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = raw[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
}
