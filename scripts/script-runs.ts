/** What the scripts of all findings did on all versions, as it was recorded last: docs/findings-runs.json. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keptRuns, type ScriptRun, type ScriptRuns } from "../reports/script-run.ts";

export const SCRIPT_RUNS = fileURLToPath(new URL("../docs/findings-runs.json", import.meta.url));

export function readScriptRuns(): readonly ScriptRuns[] {
  return JSON.parse(readFileSync(SCRIPT_RUNS, "utf8"));
}

/** As the file has it: a run a line, with the events of those that are shown. */
export function renderScriptRuns(all: readonly ScriptRuns[]): string {
  const findings = all.map(({ finding, expected, runs }) => {
    const lines = withoutOtherEvents(runs).map((run) => `    ${JSON.stringify(run)}`);
    const head = `  "finding": ${JSON.stringify(finding)},\n  "expected": ${JSON.stringify(expected)}`;
    return ` {\n${head},\n  "runs": [\n${lines.join(",\n")}\n  ]\n }`;
  });
  return `[\n${findings.join(",\n")}\n]\n`;
}

function withoutOtherEvents(runs: readonly ScriptRun[]): readonly ScriptRun[] {
  const { wrong, right } = keptRuns({ runs });
  return runs.map((run) => (run === wrong || run === right ? run : { ...run, events: [] }));
}
