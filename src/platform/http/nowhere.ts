import type { FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "./problem.ts";

/** Answers what no route takes. @throws Problem `method_not_allowed` where the address takes other methods, else `not_found` */
export function nowhere(request: FastifyRequest, reply: FastifyReply): never {
  const [path = ""] = request.url.split("?");
  const methods = request.server.routeTable.methodsOf(path);
  // A folder of files takes the method, and has no such file.
  if (methods.length === 0 || methods.includes(request.method))
    throw new Problem("not_found", "没有这个页面或接口，请检查网址。");
  reply.header("allow", methods.join(", "));
  throw new Problem("method_not_allowed", `这个网址不接受 ${request.method}，可用 ${methods.join("、")}。`);
}
