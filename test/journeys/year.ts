import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { partyRef } from "../../src/contract/common.ts";
import { issuedActivation } from "../../src/contract/person.ts";
import { readSheets, writeSheets } from "../../src/platform/sheets/index.ts";
import { type Account, anybody, api, platform } from "../support/journey.ts";

type Cells = Readonly<Record<string, string>>;

/** Fills in the sheets of a workbook by the titles of their columns, below what stands there already. */
export async function filledIn(
  workbook: Uint8Array,
  given: Readonly<Record<string, readonly Cells[]>>,
): Promise<Buffer> {
  const { sheets } = await readSheets(workbook);
  const filled = sheets.map(({ name, rows }) => {
    const [titles, ...kept] = rows.map(({ cells }) => cells);
    const added = (given[name] ?? []).map((cells) => (titles ?? []).map((title) => cells[title] ?? ""));
    return {
      name,
      columns: (titles ?? []).map((title) => ({ title, width: 20 })),
      rows: [...kept, ...added],
    };
  });
  return Buffer.from(await writeSheets(filled));
}

/** The city's template, as the page gives it. */
export async function template(page: Page): Promise<Buffer> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载目录模板" }).click();
  return readFile(await (await waiting).path());
}

export const upload = (page: Page, words: string, name: string, buffer: Buffer) =>
  page.getByLabel(words).setInputFiles({
    name,
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer,
  });

/** A head of section in a unit: opened by one administrator, given the post by the other, activated by the person. */
export async function givenHead(username: Account, name: string, unit: string): Promise<void> {
  const persons = "/api/v1/administration/persons";
  const [system, security] = [await api("sysadmin"), await api("secadmin")];
  const opened = await system.post(persons, { username, name }, issuedActivation);
  const { items } = await security.get("/api/v1/units", z.object({ items: z.array(partyRef) }));
  const party = items.find((one) => one.name === unit)?.id;
  await security.send("POST", `${persons}/${opened.person}/posts`, {
    party,
    unit: "规划信息科",
    roles: ["section-head"],
  });
  const { code } = opened;
  await anybody().send("POST", "/api/v1/session/activation", { username, code, password: platform.password });
}
