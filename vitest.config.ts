import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/support/cluster.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Tests kill processes and race them on purpose; on a shared machine one more try tells a fault from a bad moment.
    retry: process.env.CI === undefined ? 0 : 1,
  },
});
