import { AxeBuilder } from "@axe-core/playwright";
import { test as base, type ConsoleMessage, expect, type Page } from "@playwright/test";

export { expect };

/** The browser reports every refusal of an interface as an error; pages answer for what they do with it. */
function isRefusal(message: ConsoleMessage, page: string): boolean {
  const { url } = message.location();
  const { pathname } = new URL(url || "about:blank");
  const failed = /^Failed to load resource: (net::ERR_FAILED|.*status of (4\d\d|503) )/;
  return failed.test(message.text()) && (/^\/(api|open|ledger)\//.test(pathname) || url === page);
}

/** Collects what goes wrong inside the page: uncaught errors, errors in the console, violations of the policy. */
export function watch(page: Page, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !isRefusal(message, page.url()))
      faults.push(`${page.url()}: ${message.text()}`);
  });
}

/** Pages fail their test when the page itself throws or complains: a blank screen must not pass unnoticed. */
export const test = base.extend<{ faults: string[]; watchedPage: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures needed from the pattern
  faults: async ({}, use) => {
    const faults: string[] = [];
    await use(faults);
    expect(faults, "errors inside the pages").toEqual([]);
  },
  watchedPage: [
    async ({ page, faults }, use) => {
      watch(page, faults);
      await use(undefined);
    },
    { auto: true },
  ],
});

/** Colours on their way from one state to the next are nobody's text: waits until they have arrived. */
const settled = (page: Page) =>
  page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );

/** Serious and critical findings of axe on the page as it stands, one line per finding and element. */
export async function seriousAxeFindings(page: Page): Promise<string[]> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, impact, help, nodes }) =>
      nodes.map(({ target, any }) => {
        const causes = any.map((check) => check.message).join("; ");
        return `${impact} ${id}: ${help} — ${target.join(" ")} (${causes})`;
      }),
    );
}

export async function expectNoSeriousAxe(page: Page): Promise<void> {
  const findings = await seriousAxeFindings(page);
  expect(findings, `axe at ${page.url()}:\n${findings.join("\n")}`).toEqual([]);
}
