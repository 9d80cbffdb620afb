/** What tests import, as `durable-conformance/vitest`: a run of the suite as one expectation. */
import { exitCodeOf, type RunReport } from "../reports/run-report.ts";
import { renderRunReport } from "../reports/text/run-report.ts";
import { VERIFY } from "./commands.ts";
import { unloadable } from "./flags.ts";
import { DEFAULT_OUT, OutFolder } from "./output.ts";
import { LoadError } from "./pool/watched-worker.ts";
import { PROGRAM } from "./program.ts";
import { RUN_FORMATS, reportFiles, writeReports } from "./report-files.ts";
import { RUN_RENDERERS } from "./report-formats.ts";
import { runSuite } from "./run-suite.ts";
import { resolveSettings, typedFrom } from "./settings/resolve.ts";
import type { Settings } from "./settings/settings.ts";
import { readSuiteOptions } from "./suite-options.ts";
import { EXIT } from "./usage-error.ts";

export interface Expectation extends Settings {
  /**
   * Whether a run may pass that has not exercised everything. Without it such a run is no pass: what
   * is unknown may be broken.
   */
  readonly gapsAllowed?: boolean;
}

/**
 * Runs what `verify` runs, with what is given here over the environment over the file of settings.
 * Give the test a timeout longer than `timeLimitSeconds`.
 * @throws Error whose message is the report, if something is broken or (see `gapsAllowed`) unknown;
 * UsageError for a wrong setting, or an engine that can't be loaded.
 */
export async function expectConforms({
  gapsAllowed = false,
  ...settings
}: Expectation = {}): Promise<RunReport> {
  const typed = typedFrom(settings, "expectConforms");
  const { arguments: given } = await resolveSettings(VERIFY, typed, process.env);
  const options = readSuiteOptions(given);
  const reports = reportFiles(given, RUN_FORMATS);
  const out = new OutFolder(given.text("--out") ?? DEFAULT_OUT);
  try {
    const report = await runSuite(options, out, () => {});
    writeReports(reports, RUN_RENDERERS, report);
    const code = exitCodeOf(report);
    if (code === EXIT.ok || (code === EXIT.unknown && gapsAllowed)) return report;
    throw new Error(renderRunReport(report, PROGRAM));
  } catch (error) {
    throw error instanceof LoadError ? unloadable(error, given.where("--engine")) : error;
  } finally {
    out.tidy();
  }
}
