import type { FieldError, ProblemBody } from "../../src/contract/problem.ts";
import type { Me } from "../../src/contract/session.ts";

/** An answer of the platform that is not a success, or the lack of any answer (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly article: string | null;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.detail ?? body.title ?? "平台没有应答");
    this.status = status;
    this.code = body.code ?? "unavailable";
    this.title = body.title ?? "平台没有应答";
    this.article = body.article ?? null;
    this.requestId = body.requestId ?? null;
    this.errors = body.errors ?? [];
  }
}

let session: Me | null = null;

/** Who is signed in here; the session's token is sent back with every mutation made under the cookie. */
export function rememberSession(me: Me | null): void {
  session = me;
}

/** Headers every mutation carries, also those not made by `send` (tus). */
export function csrfHeaders(): Record<string, string> {
  return session === null ? {} : { "X-CSRF-Token": session.csrfToken };
}

/** After signing in anew in another tab this page goes on, but only for the same person. */
async function renewSession(): Promise<boolean> {
  const before = session;
  const me = await get<Me | null>("/api/v1/session").catch(() => null);
  if (me === null || me.person.id !== before?.person.id) return false;
  session = me;
  return true;
}

const nouns: Readonly<Record<string, string>> = {
  batches: "批次",
  drafts: "送审件",
  entries: "目录",
  grants: "使用权限",
  matters: "办件",
  tasks: "任务",
};

/** An address that cannot be one of the platform's leads to nothing, as one that is not there. */
function absent(response: Response, body: Partial<ProblemBody>): ApiError {
  const [, , , resource = ""] = new URL(response.url).pathname.split("/");
  const detail = `没有这个${nouns[resource] ?? "页面"}，请核对网址。`;
  return new ApiError(404, { ...body, code: "not_found", title: "没有找到", detail, errors: [] });
}

async function problemOf(response: Response): Promise<ApiError> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return new ApiError(response.status, { title: `平台应答 ${response.status}` });
  const body: Partial<ProblemBody> = await response.json();
  if (body.errors?.some(({ pointer }) => pointer.startsWith("/path/")) === true)
    return absent(response, body);
  return new ApiError(response.status, body);
}

async function call(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { credentials: "same-origin", ...init }).catch(() => {
    throw new ApiError(0, { title: "连不上平台", detail: "请检查网络后重试，已填写的内容还在本页。" });
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Query string of the values that are set, with its question mark. */
export function queryString(query: Query): string {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") set.set(name, String(value));
  }
  const text = set.toString();
  return text === "" ? "" : `?${text}`;
}

/** Null where the answer has no content. */
async function bodyOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  return JSON.parse(text === "" ? "null" : text);
}

export async function get<T>(path: string, query: Query = {}): Promise<T> {
  const response = await call(path + queryString(query), { headers: { accept: "application/json" } });
  return bodyOf(response);
}

/** What is no JSON, as the text it is. */
export async function getText(path: string): Promise<string> {
  return (await call(path, { headers: { accept: "text/plain" } })).text();
}

/**
 * A mutation with a JSON body. The same `key`, where the route takes one, makes a repeated call
 * answer what the first one answered.
 */
export async function send<T>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  key?: string,
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (key !== undefined) headers["Idempotency-Key"] = key;
  if (body !== undefined) headers["content-type"] = "application/json";
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  const attempt = () => call(path, { ...init, headers: { ...headers, ...csrfHeaders() } });
  const response = await attempt().catch(async (error: unknown) => {
    const stale = error instanceof ApiError && error.code === "csrf_failed";
    if (stale && (await renewSession())) return attempt();
    throw error;
  });
  return bodyOf(response);
}

/** Hands in one file: its bytes as the body, its name beside it. */
export async function sendFile<T>(path: string, file: File): Promise<T> {
  const headers = {
    ...csrfHeaders(),
    "content-type": file.type === "" ? "application/octet-stream" : file.type,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
  const response = await call(path, { method: "POST", headers, body: file });
  return response.json();
}

/** Asks for a file by a mutation and has the browser keep it under the name the platform gives. */
export async function sendForFile(path: string, body: unknown): Promise<void> {
  const response = await call(path, {
    method: "POST",
    headers: { ...csrfHeaders(), "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const given = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = decodeURIComponent(given ?? "export");
  link.click();
  URL.revokeObjectURL(link.href);
}

export interface List<T> {
  items: T[];
  next: string | null;
}
export type Form = Record<string, unknown>;

/** The address of a resource of the platform, its parts encoded. */
export const at = (...parts: string[]) => ["/api/v1", ...parts.map(encodeURIComponent)].join("/");
