import type { Socket } from "node:net";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { ProblemBody } from "../../contract/problem.ts";
import { uuid } from "../ids/index.ts";
import { Problem } from "./problem.ts";

/** Faults the framework finds before a handler runs, by its own codes. */
const framework: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Problem("too_large", "提交的内容超过本接口允许的大小，请减小后重试。"),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem("unsupported_media_type", "本接口不接受这种内容格式，请以 application/json 提交。"),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Problem("bad_request", "声明为 JSON，但没有内容。"),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new Problem("bad_request", "内容不是合法的 JSON，请检查后重试。"),
  FST_ERR_BAD_URL: () => new Problem("bad_request", "网址含有无法识别的字符。"),
};

/** PostgreSQL or the way to it is down, overloaded or restarting; or the transaction lost to another. */
const passing = /^(?:08\w{3}|53\w{3}|57P0[123]|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE)$/;

/** What the database's driver says, without a code, of a connection that went away or could not be had in time. */
const cutOff =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

/** NUL, which JSON and URLs can carry and PostgreSQL cannot: in a text (22021), in JSON (22P05). */
const unstorable = /^(?:22021|22P05)$/;

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = coded(error);
  const known = code === undefined ? undefined : framework[code];
  if (known !== undefined) return known();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Problem("bad_request", "请求内容有误，请检查后重试。", { cause: error });
  if (code === undefined ? error instanceof Error && cutOff.test(error.message) : passing.test(code))
    return new Problem("unavailable", "数据库暂时不可用，请稍后重试。", { cause: error });
  if (code !== undefined && unstorable.test(code))
    return new Problem("bad_request", "内容含有空字符（U+0000），请去掉后重试。", { cause: error });
  return new Problem("internal", "平台内部错误，已记录；请将请求编号告知管理员。", { cause: error });
}

function coded(error: unknown): { code?: string; statusCode?: number } {
  if (!(error instanceof Error)) return {};
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const statusCode =
    "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
  return { ...(code === undefined ? {} : { code }), ...(statusCode === undefined ? {} : { statusCode }) };
}

export function problemBody(problem: Problem, requestId: string, publicUrl: string): ProblemBody {
  return {
    type: `${publicUrl}/api/v1/errors#${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.article === undefined ? {} : { article: problem.article }),
    requestId,
    ...(problem.errors === undefined ? {} : { errors: [...problem.errors] }),
  };
}

/** What is not HTTP at all has no request to answer: told on the bare connection, which then ends. */
export function clientErrorHandler(publicUrl: string) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem =
      error.code === "HPE_HEADER_OVERFLOW"
        ? new Problem("too_large", "请求头过大，请减小后重试。")
        : new Problem("bad_request", "收到的内容不是合法的 HTTP 请求。");
    const body = JSON.stringify(problemBody(problem, uuid(), publicUrl));
    socket.end(
      `HTTP/1.1 ${problem.status} Refused\r\ncontent-type: application/problem+json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  };
}

/** The one place where an error becomes an answer. What was not foreseen is logged by kind and place, and told as `internal`. */
export function errorHandler(publicUrl: string, count: (request: FastifyRequest, problem: Problem) => void) {
  return (error: FastifyError | Error | unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = toProblem(error);
    count(request, problem);
    // Another system's failure is not the platform's: told by its code, and without what it said.
    if (problem.code.startsWith("upstream_"))
      request.log.warn({ code: problem.code, status: problem.status }, "upstream failed");
    else if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, "request failed");
    if (problem.status >= 502) reply.header("retry-after", "5");
    return reply
      .code(problem.status)
      .type("application/problem+json")
      .serializer(JSON.stringify)
      .send(problemBody(problem, request.id, publicUrl));
  };
}
