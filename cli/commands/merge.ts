/** `durable-conformance merge REPORT...`: the reports of the shards of a run, as the report of one run. */
import { exitCodeOf, type RunReport } from "../../reports/run-report.ts";
import { renderRunReport } from "../../reports/text/run-report.ts";
import { renderMergedHeader } from "../../reports/text/shard.ts";
import type { Arguments } from "../arguments.ts";
import { readRunReport } from "../input.ts";
import { mergeShards } from "../merge/merge.ts";
import { shardsOfOneRun } from "../merge/one-run.ts";
import { DEFAULT_OUT, OutFolder } from "../output.ts";
import { PROGRAM } from "../program.ts";
import { RUN_FORMATS, reportFiles, takesStdout, writeReports } from "../report-files.ts";
import { RUN_RENDERERS } from "../report-formats.ts";

/** Gives the exit code that one run would have had. @throws UsageError */
export function merge(given: Arguments): number {
  const reports = reportFiles(given, RUN_FORMATS);
  const shards = shardsOfOneRun(
    given.positionals.map((file) => ({ file, report: readRunReport(file) })),
  );
  const out = new OutFolder(given.text("--out") ?? DEFAULT_OUT);
  const report = withFiles(mergeShards(shards), out);
  out.tidy();
  const code = exitCodeOf(report);
  if (given.has("--json")) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (!takesStdout(reports)) {
    const header = renderMergedHeader(report, shards.length);
    process.stdout.write(
      `${header}\n${renderRunReport(report, PROGRAM, given.has("--verbose"))}exit ${code}\n`,
    );
  }
  writeReports(reports, RUN_RENDERERS, report);
  return code;
}

/** Saves what was found here too: the shards may have run on machines that are gone. */
function withFiles(report: RunReport, out: OutFolder): RunReport {
  const kept = new Set(report.kept.map(({ file }) => file));
  const findings = report.findings.map((finding) =>
    kept.has(finding.file)
      ? finding
      : { ...finding, file: out.saveCounterexample(finding.counterexample) },
  );
  return { ...report, findings };
}
