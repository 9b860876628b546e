import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

/** Pages fail their test when the page itself throws: a blank screen must not pass unnoticed. */
export const test = base.extend<{ pageErrors: Error[] }>({
  pageErrors: [
    async ({ page }, use) => {
      const errors: Error[] = [];
      page.on("pageerror", (error) => errors.push(error));
      await use(errors);
      expect(errors, "uncaught errors in the page").toEqual([]);
    },
    { auto: true },
  ],
});

/** Serious and critical findings of axe on the page as it stands, one line per finding and element. */
export async function seriousAxeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, impact, help, nodes }) =>
      nodes.map((node) => `${impact} ${id}: ${help} — ${node.target.join(" ")}`),
    );
}

export async function expectNoSeriousAxe(page: Page): Promise<void> {
  const findings = await seriousAxeFindings(page);
  expect(findings, `axe at ${page.url()}:\n${findings.join("\n")}`).toEqual([]);
}
