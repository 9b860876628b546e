import type { Page } from "@playwright/test";
import type { Entry } from "../../src/contract/entry.ts";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { type Account, expect, test } from "../support/journey.ts";
import { givenDataset, givenGrant, givenObjection, newestBatch } from "./people.ts";

// Each test sweeps dozens of pages.
test.describe.configure({ mode: "serial", timeout: 300_000 });

/** 200 characters: the longest name, with characters outside the common sets. */
const longName = `㼆𬭸疫情统计${"双鸭山市公共数据资源目录名称最长的情形".repeat(12)}`.slice(0, 200);
let entry: Entry;
let objection: string;
let grant: string;
let batch: string;

test.beforeAll(async () => {
  if (entry !== undefined) return;
  entry = await givenDataset(longName);
  objection = await givenObjection(entry);
  grant = await givenGrant("医院疫情统计（各状态）");
  batch = await newestBatch(entry);
});

const lists = [
  "/desk/",
  "/desk/?box=started",
  "/desk/batches",
  "/desk/grants",
  "/desk/clients",
  "/desk/ledger",
];
const others = ["/desk/entries", "/desk/entries/import", "/desk/upload", "/desk/opening", "/desk/rules"];
/** Pages of the bureau: how offices work, and the registers of chapters 2 to 4. */
const ofBureau = [
  "/desk/?box=all",
  "/desk/?box=overdue",
  "/desk/window",
  "/desk/drafts",
  "/desk/office",
  "/desk/notices",
  "/desk/calendar",
  "/desk/coverage",
  "/desk/units",
  "/desk/units/import",
  "/desk/units/reorganise",
  "/desk/registers/reorganisations",
  "/desk/tasks",
  "/desk/tasks/issue",
  "/desk/library",
  "/desk/duties",
  "/desk/channels",
  "/desk/registers/meetings",
  "/desk/registers/experts",
  "/desk/registers/opinions",
  "/desk/registers/assessments",
  "/desk/registers/maintenance",
  "/desk/registers/processing",
  "/desk/lists",
  "/desk/projects",
  "/desk/sources",
  "/desk/joint",
  "/desk/needs",
  "/desk/registrations",
  "/desk/filings",
  "/desk/grading",
  "/desk/grading?tab=progress",
  "/desk/catalogue/dashboard",
];
const ofEntry = () => [
  `/desk/entries/${entry.id}`,
  `/desk/entries/${entry.id}/edit`,
  `/desk/matters/${objection}`,
  `/desk/batches/${batch}`,
  `/desk/grants/${grant}`,
  `/desk/start/sharing-application?subject=${entry.id}`,
  `/desk/start/opening-publication?subject=${entry.id}`,
];
const ofPortal = () => [
  "/",
  "/datasets",
  `/dataset/${entry.code}`,
  `/objection/${entry.code}`,
  "/matters",
  "/rules",
  "/sign-in",
];

/** The page has drawn what it has to say: nothing is being read any more. */
const drawn = async (page: Page) => {
  await expect(page.locator("main")).not.toBeEmpty();
  await expect(page.getByText("正在读取")).toHaveCount(0, { timeout: 20_000 });
};

type Open = (account: Account | null, path: string) => Promise<Page>;

async function visit(open: Open, account: Account | null, paths: readonly string[]): Promise<void> {
  const page = await open(account, "about:blank");
  for (const path of paths) {
    await page.goto(path);
    await drawn(page);
    await expectNoSeriousAxe(page);
  }
}

async function onPhone(open: Open, account: Account, paths: readonly string[]): Promise<void> {
  const phone = await open(account, "about:blank");
  await phone.setViewportSize({ width: 390, height: 844 });
  for (const path of paths) {
    await phone.goto(path);
    await drawn(phone);
    const beyond = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond, `pixels beyond the screen at ${path}`).toBeLessThanOrEqual(0);
  }
}

test("axe: pages with nothing to show say so soundly", async ({ open }) => {
  await visit(open, "rsj", [...lists, "/desk/upload", "/desk/entries?q=没有这样的目录", "/desk/nowhere"]);
  await visit(open, "company", ["/matters"]);
  await visit(open, null, [
    "/desk/",
    "/datasets?q=没有这样的数据",
    "/dataset/d-00000000",
    "/matters",
    "/sign-in",
    "/nowhere",
  ]);
});

test("axe: pages with names of 200 characters and rare characters are sound, and nothing runs off a phone", async ({
  open,
}) => {
  await visit(open, "wjw", [...lists, ...others, ...ofEntry()]);
  await visit(open, "citizen", [...ofPortal(), `/matters/${objection}`]);
  await onPhone(open, "wjw", ["/desk/", "/desk/entries", "/desk/batches", ...ofEntry(), ...ofPortal()]);
});

test("axe: the bureau's pages of offices, registers and lists are sound, and nothing runs off a phone", async ({
  open,
}) => {
  await visit(open, "sjj", ofBureau);
  await onPhone(open, "sjj", ofBureau);
});

/** Reads of these pages fail or wait, apart from who is signed in and what the platform is. */
const reads = /\/(api\/v1|ledger\/v1|open\/v1)\/(?!session|platform|calendar)/;

test("axe: pages whose reads are still under way are sound", async ({ open }) => {
  for (const [account, paths] of [
    ["wjw", [...lists, ...others, ...ofEntry()]],
    ["citizen", [...ofPortal(), `/matters/${objection}`]],
  ] as const) {
    const page = await open(account, "about:blank");
    await page.route(reads, () => undefined);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading").or(page.getByText("正在读取")).first()).toBeAttached();
      await expectNoSeriousAxe(page);
    }
  }
});

/** Pages that wait for their retries side by side; more of them would wait for the processor. */
const together = 9;

test("axe: pages that cannot reach the platform say what failed and offer to read again", async ({
  open,
}) => {
  for (const [account, paths] of [
    ["wjw", [...lists, ...others, ...ofEntry()]],
    ["citizen", [...ofPortal().slice(0, 3), `/matters/${objection}`]],
  ] as const) {
    const first = await open(account, "about:blank");
    await first.context().route(reads, (route) => route.abort());
    const asked = paths.filter((path) => !path.includes("opening-publication"));
    for (let at = 0; at < asked.length; at += together)
      await Promise.all(
        asked.slice(at, at + together).map(async (path) => {
          const page = await first.context().newPage();
          await page.goto(path);
          await expect(page.getByRole("button", { name: "重新读取" }).first()).toBeVisible({
            timeout: 30_000,
          });
          await expect(page.getByText("连不上平台").first()).toBeVisible();
          await expectNoSeriousAxe(page);
          await page.close();
        }),
      );
  }
});
