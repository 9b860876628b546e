import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Api, Refused } from "../../src/app/story/api.ts";
import { listOf } from "../../src/contract/common.ts";
import {
  type CatalogueImport,
  catalogueImport,
  type ImportNote,
  importNote,
} from "../../src/contract/entry-import.ts";
import type { CommonApproval } from "../../src/contract/filed.ts";

/** Hands in a workbook as it is. */
export async function attachWorkbook(api: Api, content: Uint8Array, name = "目录.xlsx"): Promise<string> {
  const answer = await fetch(`${api.url}/api/v1/files`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${api.token}`,
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
    body: Buffer.from(content),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refused(answer.status, text);
  return z.object({ id: z.uuid() }).parse(JSON.parse(text)).id;
}

/** Uploads a workbook of entries and waits until it has been checked. */
export async function checkWorkbook(api: Api, content: Uint8Array): Promise<CatalogueImport> {
  const file = await attachWorkbook(api, content);
  return checked(api, await api.post("/api/v1/imports", { file }, catalogueImport));
}

/** The same for existing stock, as XLSX, CSV or JSON by its name. */
export async function checkFiling(
  api: Api,
  content: Uint8Array,
  name = "存量目录.xlsx",
  approval: CommonApproval = {},
): Promise<CatalogueImport> {
  const file = await attachWorkbook(api, content, name);
  return checked(api, await api.post("/api/v1/filings", { file, approval }, catalogueImport));
}

async function checked(api: Api, started: CatalogueImport): Promise<CatalogueImport> {
  let seen = started;
  while (seen.state === "reading") {
    await sleep(50);
    seen = await api.get(`/api/v1/imports/${seen.id}`, catalogueImport);
  }
  return seen;
}

export const notesOf = async (api: Api, id: string): Promise<ImportNote[]> =>
  (await api.get(`/api/v1/imports/${id}/notes?limit=200`, listOf(importNote))).items;

export const applied = (api: Api, id: string): Promise<CatalogueImport> =>
  api.post(`/api/v1/imports/${id}/apply`, {}, catalogueImport);

/** A file that the platform gives for a request. */
export async function fileFrom(
  api: Api,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<Buffer> {
  const answer = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${api.token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Refused(answer.status, bytes.toString());
  return bytes;
}
