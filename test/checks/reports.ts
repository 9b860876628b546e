import { z } from "zod";

/** What a runner counted. `failed` includes what never became a test: a file that would not load, a crash. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const count = z.number().int().nonnegative();

const vitestReport = z.object({
  numPassedTests: count,
  numFailedTests: count,
  numPendingTests: count,
  numTodoTests: count,
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Vitest's JSON report; a file that failed before its first test counts as one failure. */
export function vitestTally(report: unknown): Tally {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    vitestReport.parse(report);
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

const playwrightReport = z.object({
  stats: z.object({ expected: count, unexpected: count, flaky: count, skipped: count }),
  errors: z.array(z.unknown()),
});

/** Playwright's JSON report; flaky is failed, errors outside any test (a setup, a syntax error) too. */
export function playwrightTally(report: unknown): Tally {
  const { stats, errors } = playwrightReport.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * What a run of one runner adds up to. A runner that ended badly although its report shows no failure, left
 * no report, or executed no test, counts as one failure.
 */
export function judged(tally: Tally | null, exitCode: number | null): Tally {
  if (tally === null) return { passed: 0, failed: 1, skipped: 0 };
  const sound = exitCode === 0 && tally.passed > 0;
  return tally.failed === 0 && !sound ? { ...tally, failed: 1 } : tally;
}

export function total(tallies: Tally[]): Tally {
  const sum = (key: keyof Tally) => tallies.reduce((all, tally) => all + tally[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
