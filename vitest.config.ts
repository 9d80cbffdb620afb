import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    // Those that search take some twenty seconds on an idle machine; machines are not always idle.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Two even on two cores: much of the time is spent waiting for child processes.
    maxWorkers: 2,
    reporters: ["default"],
  },
});
