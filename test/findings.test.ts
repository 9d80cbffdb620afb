/** Scripts of findings that are over in no time, on versions where they are known to differ. */
import { expect, test } from "vitest";
import { loadMended } from "../impl/aws-sdk/mended.ts";
import { SDK_VERSIONS } from "../impl/aws-sdk/sdk.ts";
import { judge } from "../scripts/findings.ts";
import { mendedIn } from "../scripts/findings-table.ts";

test.each([
  ["interrupted-step-gives-internal-error", "1.1.7", "fails"],
  ["interrupted-step-gives-internal-error", "2.0.0", "holds"],
  ["condition-takes-foreign-record", "2.4.0", "fails"],
  ["condition-takes-foreign-record", "mended@2.4.0", "holds"],
  ["interrupted-step-gives-internal-error", "mended@1.1.7", "holds"],
  ["flat-large-batch-replays-empty", "1.1.7", "not applicable"],
] as const)("%s on %s: %s", async (finding, version, verdict) => {
  expect(await judge(finding, version)).toBe(verdict);
});

test("a script that does not say its verdict is an error, and what it printed is told", async () => {
  await expect(judge("../findings/run", "2.4.0")).rejects.toThrow("ended with 0");
  await expect(judge("nothing", "2.4.0")).rejects.toThrow("Cannot find module");
});

test.each(SDK_VERSIONS)("%s loads with each of its findings mended, and all", async (version) => {
  const mendable = mendedIn(version);
  for (const findings of [...mendable.map((finding) => [finding]), mendable]) {
    const { withDurableExecution } = await loadMended(version, findings);
    expect(withDurableExecution).toBeTypeOf("function");
  }
});

test("a finding without a patch is refused", async () => {
  await expect(loadMended("2.4.0", ["nothing"])).rejects.toThrow("No patch of nothing fits 2.4.0");
});
