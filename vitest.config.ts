import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // Two even on two cores: much of the time is spent waiting for child processes.
    maxWorkers: 2,
    reporters: ["default"],
  },
});
