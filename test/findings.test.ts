/** Scripts of findings that are over in no time, on versions where they are known to differ. */
import { expect, test } from "vitest";
import { loadMended, MENDED } from "../examples/findings/mended.mjs";
import { judge } from "../scripts/findings.ts";

test.each([
  ["interrupted-step-gives-internal-error", "1.1.7", "fails"],
  ["interrupted-step-gives-internal-error", "2.0.0", "holds"],
  ["condition-takes-foreign-record", "2.4.0", "fails"],
  ["condition-takes-foreign-record", "mended", "holds"],
  ["flat-large-batch-replays-empty", "1.1.7", "not applicable"],
] as const)("%s on %s: %s", async (finding, version, verdict) => {
  expect(await judge(finding, version)).toBe(verdict);
});

test("a script that does not say its verdict is an error, and what it printed is told", async () => {
  await expect(judge("../findings/run", "2.4.0")).rejects.toThrow("ended with 0");
  await expect(judge("nothing", "2.4.0")).rejects.toThrow("Cannot find module");
});

test.each([...MENDED.map((finding) => [finding]), MENDED])(
  "the SDK loads with %s mended",
  async (...findings) => {
    const { withDurableExecution } = await loadMended(findings);
    expect(withDurableExecution).toBeTypeOf("function");
  },
);

test("a patch that is not there is refused", async () => {
  await expect(loadMended(["nothing"])).rejects.toThrow("nothing.patch");
});
