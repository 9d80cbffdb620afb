import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The tests by which mutants are judged: those that run in this thread, where a mutant is switched
 * on, and take little time. What runs the command line is left out: its workers see no mutant.
 */
const FAST = [
  "property-examples",
  "crash-free-run",
  "rule-examples",
  "embedded",
  "embedded-handlers",
  "embedded-rules",
  "faulty-engines-minimal",
  "changes",
  "conditions",
  "contexts",
  "decisions-are-kept",
  "difference",
  "faults",
  "heartbeats",
  "large-results",
  "odd-values",
  "replies",
  "scenarios",
  "settle-time",
  "shape",
  "shrink",
  "shrink-candidates",
  "slow-serdes",
  "stale-news",
  "step-rules",
  "strategies",
  "no-false-alarms",
];

/** In the order above: the first test that fails ends it, and the first find most. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      FAST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return files.toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    include: FAST.map((name) => `test/${name}.test.ts`),
    testTimeout: 60_000,
    maxWorkers: 1,
    // A worker for each file and mutant would cost more than the tests.
    isolate: false,
    sequence: { sequencer: InOrder },
    reporters: ["default"],
  },
});
