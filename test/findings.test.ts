/** Scripts of findings that are over in no time, on versions where they are known to differ. */
import { expect, test } from "vitest";
import { judge } from "../scripts/findings.ts";

test.each([
  ["interrupted-step-gives-internal-error", "1.1.7", "fails"],
  ["interrupted-step-gives-internal-error", "2.0.0", "holds"],
  ["condition-takes-foreign-record", "2.4.0", "fails"],
  ["flat-large-batch-replays-empty", "1.1.7", "not applicable"],
] as const)("%s on %s: %s", async (finding, version, verdict) => {
  expect(await judge(finding, version)).toBe(verdict);
});

test("a script that does not say its verdict is an error, and what it printed is told", async () => {
  await expect(judge("../findings/run", "2.4.0")).rejects.toThrow("ended with 0");
  await expect(judge("nothing", "2.4.0")).rejects.toThrow("Cannot find module");
});
