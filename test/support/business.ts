import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Api, Refused } from "../../src/app/story/api.ts";
import { assess as weigh } from "../../src/app/story/matters.ts";
import { Report } from "../../src/app/story/report.ts";
import { type Batch, batch as batchSchema } from "../../src/contract/batch.ts";
import { listOf } from "../../src/contract/common.ts";
import {
  type DataFormat,
  type Entry,
  type EntryContent,
  entry as entrySchema,
} from "../../src/contract/entry.ts";
import type { ColumnDecision } from "../../src/contract/grant.ts";
import { type Grant, grant as grantSchema } from "../../src/contract/grant.ts";
import { type Matter, matter as matterSchema } from "../../src/contract/matter.ts";
import type { SigningKey } from "../../src/platform/signatures/index.ts";
import type { TestPlatform } from "./platform.ts";

export type { Api };

/** What is done on the platform again and again, over its public HTTP API. */

export interface Opening {
  readonly kind: string;
  readonly subject?: string;
  readonly form?: unknown;
  readonly attachments?: readonly string[];
}

export interface Given {
  readonly form?: unknown;
  readonly reasons?: string;
  readonly version?: number;
}

export const start = (api: Api, opening: Opening): Promise<Matter> =>
  api.post("/api/v1/matters", opening, matterSchema);

export const see = (api: Api, id: string): Promise<Matter> => api.get(`/api/v1/matters/${id}`, matterSchema);

/** Takes a step on the version in force, unless another is given. */
export async function act(api: Api, id: string, action: string, given: Given = {}): Promise<Matter> {
  const version = given.version ?? (await see(api, id)).version;
  return api.post(`/api/v1/matters/${id}/actions/${action}`, { ...given, version }, matterSchema);
}

/** The refusal of a request that must be refused. */
export async function refusal(attempt: Promise<unknown>): Promise<Refused> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error("should have been refused");
}

/** The code of the refusal, as a short thing to expect. */
export const code = async (attempt: Promise<unknown>): Promise<string> => (await refusal(attempt)).code;

export const readEntry = (api: Api, id: string): Promise<Entry> =>
  api.get(`/api/v1/entries/${id}`, entrySchema);

export const compile = (api: Api, draft: EntryContent): Promise<Entry> =>
  api.post("/api/v1/entries", { draft }, entrySchema);

export const save = (api: Api, entry: Entry, draft: EntryContent): Promise<Entry> =>
  api.put(`/api/v1/entries/${entry.id}`, { draftVersion: entry.draftVersion, draft }, entrySchema);

export const submit = (api: Api, entry: Entry): Promise<Matter> =>
  start(api, { kind: "catalogue-publication", subject: entry.id });

/** Review by the city's bureau, verification, re-review by another person, publication. */
export async function approve(
  p: Pick<TestPlatform, "as">,
  matterId: string,
  reviewer = "sjj",
): Promise<void> {
  await act(await p.as(reviewer), matterId, "approve");
  await act(await p.as("dsj"), matterId, "verify");
  await act(await p.as("sjj2"), matterId, "publish");
}

/** A published entry of the account's unit. */
export async function publish(
  p: Pick<TestPlatform, "as">,
  keeper: string,
  draft: EntryContent,
  reviewer = "sjj",
): Promise<Entry> {
  const api = await p.as(keeper);
  const made = await compile(api, draft);
  await approve(p, (await submit(api, made)).id, reviewer);
  return readEntry(api, made.id);
}

/** Mounts a table, or what else is asked for, on a published entry; its `r-…` code. */
export async function mount(api: Api, entry: Entry, kind: DataFormat = "table"): Promise<string> {
  const mounted = await api.post(`/api/v1/entries/${entry.id}/resources`, { kind }, entrySchema);
  const [resource] = mounted.resources;
  if (resource === undefined) throw new Error("nothing was mounted");
  return resource.code;
}

/** Uploads a UTF-8 CSV file by tus in one request and waits for its batch. */
export async function upload(api: Api, resource: string, csv: string): Promise<Batch> {
  const batch = await send(api, resource, "数据.csv", Buffer.from(csv));
  if (batch.state === "refused") throw new Error(`refused: ${batch.refusal?.code}`);
  return batch;
}

/** Uploads any file by tus in one request and waits until its batch is done or refused. */
export async function send(api: Api, resource: string, filename: string, content: Buffer): Promise<Batch> {
  const named = { filename, resource, encoding: "auto" };
  const metadata = Object.entries(named).map(
    ([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`,
  );
  const answer = await fetch(`${api.url}/api/v1/uploads`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${api.token}`,
      "tus-resumable": "1.0.0",
      "upload-length": String(content.length),
      "upload-metadata": metadata.join(","),
      "content-type": "application/offset+octet-stream",
    },
    body: new Uint8Array(content),
  });
  const id = answer.headers.get("gongshu-batch");
  if (id === null) throw new Refused(answer.status, await answer.text());
  for (;;) {
    const batch = await api.get(`/api/v1/batches/${id}`, batchSchema);
    if (batch.state === "refused" || batch.state === "done") return batch;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What a department applies for; conditional data go to their provider. */
export const request = {
  scenario: "最低生活保障申请受理时，核对申请人姓名和户籍地址",
  mode: "query",
  columns: ["xm", "hjdz"],
  rowScope: "本次受理的申请人及共同生活的家庭成员",
  basis: "《社会救助暂行办法》第五十八条",
  months: 12,
};

export const apply = (api: Api, entry: Entry, form: unknown = request): Promise<Matter> =>
  start(api, { kind: "sharing-application", subject: entry.id, form });

export const masked = (columns: readonly string[]): ColumnDecision[] =>
  columns.map((column) => ({ column, treatment: "masked", reason: "" }));

/** The grant that came of an application. */
export async function grantOf(api: Api, matterId: string): Promise<Grant> {
  const { items } = await api.get("/api/v1/grants?limit=200", listOf(grantSchema));
  const found = items.find((one) => one.matterId === matterId);
  if (found === undefined) throw new Error("the application came to no grant");
  return found;
}

/** The provider's impact assessment of an application for what is about persons. */
export const assess = (provider: Api, id: string): Promise<void> =>
  weigh(new Report(() => undefined), provider, id);

/** A grant on conditional data through the whole application. */
export async function grantConditional(
  p: Pick<TestPlatform, "as">,
  applicant: string,
  provider: string,
  entry: Entry,
  form: typeof request = request,
  columns: readonly ColumnDecision[] = masked(form.columns),
): Promise<Grant> {
  const api = await p.as(applicant);
  const matter = await apply(api, entry, form);
  await act(await p.as("sjj"), matter.id, "passToProvider");
  await assess(await p.as(provider), matter.id);
  await act(await p.as(provider), matter.id, "grant", { form: { columns } });
  return grantOf(api, matter.id);
}

/** A key of a new client system of the account's unit. */
export async function issueKey(api: Api): Promise<SigningKey & { readonly clientId: string }> {
  const name = `系统 ${randomUUID()}`;
  const { id } = await api.post("/api/v1/clients", { name }, z.object({ id: z.uuid() }));
  const issued = await api.post(
    `/api/v1/clients/${id}/keys`,
    { algorithm: "hmac-sha256" },
    z.object({ keyid: z.string(), secret: z.string() }),
  );
  const secret = Buffer.from(issued.secret, "base64");
  return { clientId: id, keyid: issued.keyid, algorithm: "hmac-sha256", secret };
}

/** Opening of all columns of an entry of the account's unit, as its request. */
export const openingOf = (
  entry: Pick<Entry, "id" | "draft">,
  columns = entry.draft.items.map((item) => item.column),
) => ({
  kind: "opening-publication",
  subject: entry.id,
  form: {
    scope: "全部",
    columns,
    class: "unconditional",
    conditions: "",
    forms: ["csv", "json", "interface"],
    updateFrequency: "不更新（历史数据）",
  },
});

export const securityReview = {
  noSecrets: true,
  noPersonal: true,
  noHarm: true,
  processing: "无须处理：均为汇总统计数",
  reviewer: "冯梅",
};

/** Opens a mounted entry of 市卫生健康委 with data through the whole chain. */
export async function openToPublic(p: TestPlatform, entry: Entry): Promise<void> {
  const { id } = await start(await p.as("wjw"), openingOf(entry));
  await act(await p.as("wjw2"), id, "passSecurityReview", { form: securityReview });
  await approve(p, id);
}
