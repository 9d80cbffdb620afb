/** `durable-conformance verify`: the properties, on an engine, under generated cases. */
import type { Tier } from "../../impl/runner.ts";
import { exitCodeOf } from "../../reports/run-report.ts";
import { renderRunReport } from "../../reports/text/run-report.ts";
import type { Arguments } from "../arguments.ts";
import { unloadable } from "../flags.ts";
import { DEFAULT_OUT, OutFolder } from "../output.ts";
import { LoadError } from "../pool/watched-worker.ts";
import { PROGRAM } from "../program.ts";
import { RUN_FORMATS, reportFiles, takesStdout, writeReports } from "../report-files.ts";
import { RUN_RENDERERS } from "../report-formats.ts";
import { runSuite } from "../run-suite.ts";
import { readSuiteOptions } from "../suite-options.ts";

/** What is said of a run in which something is killed for real. */
const TIERS_SAID: Readonly<Record<Tier, string>> = {
  simulated: "",
  killed: "Handlers run in processes of their own, which are killed.\n",
  "killed-backend": "The service runs in a process of its own, which is killed.\n",
};

/** @throws UsageError for a wrong flag or setting. */
export function checkVerify(given: Arguments): void {
  readSuiteOptions(given);
  reportFiles(given, RUN_FORMATS);
}

/** Gives the exit code. @throws UsageError for a wrong flag. */
export async function verify(given: Arguments): Promise<number> {
  const options = readSuiteOptions(given);
  const reports = reportFiles(given, RUN_FORMATS);
  const json = given.has("--json");
  // The seed is wanted before the end, and a result on standard output is alone there.
  const stream = json || takesStdout(reports) ? process.stderr : process.stdout;
  const out = new OutFolder(given.text("--out") ?? DEFAULT_OUT);
  try {
    const report = await runSuite(options, out, (header) =>
      stream.write(`${header}\n${TIERS_SAID[options.tier]}`),
    );
    const code = exitCodeOf(report);
    if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else if (!takesStdout(reports)) {
      process.stdout.write(
        `${renderRunReport(report, PROGRAM, given.has("--verbose"))}exit ${code}\n`,
      );
    }
    writeReports(reports, RUN_RENDERERS, report);
    return code;
  } catch (error) {
    throw error instanceof LoadError ? unloadable(error, given.where("--engine")) : error;
  } finally {
    out.tidy();
  }
}
