import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { projectRoot } from "../../src/app/config.ts";
import { assemble, type Cast } from "../../src/app/story/cast.ts";
import { publishEpidemicEntry, publishRegisterEntry } from "../../src/app/story/catalogue.ts";
import { mount, upload } from "../../src/app/story/collection.ts";
import { act, start } from "../../src/app/story/matters.ts";
import { objectAndRestore, openEpidemic } from "../../src/app/story/opening.ts";
import { Report } from "../../src/app/story/report.ts";
import { request } from "../../src/app/story/sharing.ts";
import { batch as batchSchema } from "../../src/contract/batch.ts";
import { listOf } from "../../src/contract/common.ts";
import { type Entry, entry as entrySchema } from "../../src/contract/entry.ts";
import { grant as grantSchema } from "../../src/contract/grant.ts";
import { matterSummary } from "../../src/contract/matter.ts";
import {
  epidemicCsv,
  epidemicEntry,
  hospitalEntry,
  registerCsv,
  registerEntry,
  shuangyashan,
} from "../support/city.ts";
import { api, platform } from "../support/journey.ts";

const unheard = () => new Report(() => undefined);

/** Everybody of the story, over the HTTP API. */
export const cast = (): Promise<Cast> => assemble(platform.url, platform.password, shuangyashan);

/** A household register of 300 persons, published and filled over the HTTP API. */
export async function givenRegister(name: string): Promise<Entry> {
  const people = await cast();
  const entry = await publishRegisterEntry(unheard(), people, { ...registerEntry, name });
  const content = Buffer.from(registerCsv(300));
  const resource = await mount(unheard(), people.gaj, entry);
  await upload(unheard(), people.gaj, resource, { name: "户籍登记.csv", content, encoding: "utf-8" });
  return entry;
}

/** An open dataset of epidemic figures under another name, published and filled over the HTTP API. */
export async function givenDataset(
  name: string,
  changes: Partial<typeof epidemicEntry> = {},
): Promise<Entry> {
  const people = await cast();
  const entry = await publishEpidemicEntry(unheard(), people, { ...epidemicEntry, ...changes, name });
  const content = Buffer.from(epidemicCsv(30));
  const resource = await mount(unheard(), people.wjw, entry);
  await upload(unheard(), people.wjw, resource, {
    name: `${name.slice(0, 20)}.csv`,
    content,
    encoding: "utf-8",
  });
  await openEpidemic(unheard(), people, entry);
  return entry;
}

/** An entry of the health commission with this content, published over the HTTP API, nothing mounted on it yet. */
export const givenPublished = async (content: typeof epidemicEntry): Promise<Entry> =>
  publishEpidemicEntry(unheard(), await cast(), content);

/** Id of the civil affairs bureau's grant on an entry. */
export async function heldGrant(entry: Entry): Promise<string> {
  const { items } = await (await api("mzj")).get("/api/v1/grants?side=held&limit=200", listOf(grantSchema));
  return items.find(({ resource }) => resource.entryId === entry.id)?.id ?? "";
}

/** An application of the civil affairs bureau for one column of a register, over the HTTP API. */
export async function givenApplication(register: Entry, column: string, scenario: string): Promise<void> {
  const form = { ...request, columns: [column], scenario };
  await start(unheard(), await api("mzj"), { kind: "sharing-application", subject: register.id, form });
}

/** A grant of the civil affairs bureau on unconditional figures by hospital, over the HTTP API; its id. */
export async function givenGrant(name: string): Promise<string> {
  const mzj = await api("mzj");
  const entry = await givenPublished({ ...hospitalEntry, name });
  await mount(unheard(), await api("wjw"), entry);
  const form = { ...request, columns: ["confirmed"] };
  const { id } = await start(unheard(), mzj, { kind: "sharing-application", subject: entry.id, form });
  await act(unheard(), await api("sjj"), id, "grantUnconditional");
  const { items } = await mzj.get("/api/v1/grants?side=held&limit=200", listOf(grantSchema));
  return items.find(({ matterId }) => matterId === id)?.id ?? "";
}

/** The newest batch of an entry of the health commission; its id. */
export async function newestBatch(entry: Entry): Promise<string> {
  const wjw = await api("wjw");
  const { resources } = await wjw.get(`/api/v1/entries/${entry.id}`, entrySchema);
  const query = `resource=${resources[0]?.code}&limit=1`;
  const { items } = await wjw.get(`/api/v1/batches?${query}`, listOf(batchSchema));
  return items[0]?.id ?? "";
}

/** An entry of the health commission that waits for the bureau's review, over the HTTP API. */
export async function givenSubmission(name: string): Promise<void> {
  const wjw = await api("wjw");
  const { id } = await wjw.post("/api/v1/entries", { draft: { ...epidemicEntry, name } }, entrySchema);
  await start(unheard(), wjw, { kind: "catalogue-publication", subject: id });
}

/** An objection to an open dataset that was answered and accepted, over the HTTP API; its matter. */
export async function givenObjection(entry: Entry): Promise<string> {
  await objectAndRestore(unheard(), await cast(), entry);
  const citizen = await api("citizen");
  const { items } = await citizen.get("/api/v1/matters?box=started", listOf(matterSummary));
  return items.find(({ title }) => title.includes(entry.name))?.id ?? "";
}

export interface EpidemicFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
  readonly received: string;
  readonly accepted: string;
  readonly problems: string;
}

const dataFolder = process.env.GONGSHU_TEST_DATA ?? join(projectRoot, "../shared/data");

/** The real daily figures of 2020 where the data folder is; otherwise the demonstration's own, said aloud. */
export async function epidemicFile(): Promise<EpidemicFile> {
  const path = join(dataFolder, "heilongjiang-epidemic-2020.gb18030.csv");
  const file = { name: "黑龙江省疫情逐日统计.csv", mimeType: "text/csv" };
  if (existsSync(path)) {
    const buffer = await readFile(path);
    return { ...file, buffer, received: "4,603", accepted: "4,124", problems: "479" };
  }
  console.log(`notice: ${path} is absent, the journey uploads generated figures (set GONGSHU_TEST_DATA)`);
  const text = epidemicCsv(323);
  const rows = text.trimEnd().split("\r\n").slice(1);
  const sound = rows.filter((row) => /^\d{6}$/.test(row.split(",")[4] ?? "")).length;
  const said = (number: number) => number.toLocaleString("en-US");
  return {
    ...file,
    buffer: Buffer.from(text),
    received: said(rows.length),
    accepted: said(sound),
    problems: said(rows.length - sound),
  };
}

/** Moves the platform's clock in the dialog that every page offers; `at` as a `datetime-local` value. */
export async function moveClock(page: Page, at: string): Promise<void> {
  await page.getByRole("button", { name: "调整时钟" }).click();
  const dialog = page.getByRole("dialog", { name: "调整平台时钟" });
  await dialog.getByLabel("拨到（北京时间）").fill(at);
  await dialog.getByRole("button", { name: "拨动时钟" }).click();
  await dialog.waitFor({ state: "hidden" });
}
