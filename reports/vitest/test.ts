/** A case as a vitest file, to paste among the tests of whoever works on the engine. */
import { describeWorkflow } from "../../model/describe-workflow.ts";
import type { ReplayReport } from "../replay-report.ts";
import { importOf, literal } from "../source.ts";
import { printable } from "../text/layout.ts";

/** Needs this package and vitest; fails as long as the case breaks anything on the engine. */
export function renderVitest({ engine, case: case_, counterexample }: ReplayReport): string {
  const lines = [
    `// ${printable(counterexample?.sentence ?? "Nothing broke when this was written.")}`,
    ...(counterexample === undefined
      ? []
      : [
          `// Expected: ${printable(counterexample.expected)}`,
          `// Found:    ${printable(counterexample.found)}`,
        ]),
    importOf("{ replayCase }", "durable-conformance/replay"),
    importOf("{ expect, test }", "vitest"),
    "",
    `const engine = ${literal(engine)};`,
    `const kept = ${literal(case_)} as const;`,
    "",
    `test(${literal(titleOf(describeWorkflow(case_.workflow)))}, { timeout: 60_000 }, async () => {`,
    "  const { broken } = await replayCase(engine, kept);",
    "  expect(broken).toEqual([]);",
    "});",
  ];
  return `${lines.join("\n")}\n`;
}

function titleOf(workflow: string): string {
  return workflow.length <= 100 ? workflow : `${workflow.slice(0, 97)}...`;
}
