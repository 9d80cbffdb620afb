/** What tests import, as `durable-conformance/vitest`: a run of the suite as one expectation. */
import { fileURLToPath } from "node:url";
import { exitCodeOf, type RunReport } from "../reports/run-report.ts";
import { renderRunReport } from "../reports/text/run-report.ts";
import type { Given } from "./arguments.ts";
import { VERIFY } from "./commands.ts";
import { unloadable } from "./flags.ts";
import { DEFAULT_OUT, OutFolder } from "./output.ts";
import { LoadError } from "./pool/watched-worker.ts";
import { PROGRAM } from "./program.ts";
import { RUN_FORMATS, reportFiles, writeReports } from "./report-files.ts";
import { RUN_RENDERERS } from "./report-formats.ts";
import { runSuite } from "./run-suite.ts";
import { type ResolvedSettings, resolveSettings, typedFrom } from "./settings/resolve.ts";
import type { Settings } from "./settings/settings.ts";
import { readSuiteOptions } from "./suite-options.ts";
import { EXIT, UsageError } from "./usage-error.ts";

const WHERE = "expectConforms";

export interface Expectation extends Settings {
  /**
   * The file of settings, as a path or a file URL; without it the one of the current folder, which
   * need not be the folder of the test.
   */
  readonly config?: string | URL;
  /**
   * Whether a run may pass that has not exercised everything. Without it such a run is no pass: what
   * is unknown may be broken.
   */
  readonly gapsAllowed?: boolean;
}

/**
 * Runs what `verify` runs, with what is given here over the environment over the file of settings.
 * One of them has to name the engine: a test that is about another one would say nothing.
 * Give the test a timeout longer than `timeLimitSeconds`.
 * @throws Error whose message is the report, if something is broken or (see `gapsAllowed`) unknown;
 * UsageError for a wrong setting, for no engine, or one that can't be loaded.
 */
export async function expectConforms({
  gapsAllowed = false,
  config,
  ...settings
}: Expectation = {}): Promise<RunReport> {
  const typed = typedFrom(settings, WHERE).with(configured(config));
  const resolved = await resolveSettings(VERIFY, typed, process.env);
  const given = resolved.arguments;
  if (!given.has("--engine")) throw withoutEngine(resolved);
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

function configured(config: string | URL | undefined): readonly (readonly [string, Given])[] {
  if (config === undefined) return [];
  const text = String(config);
  const path = text.startsWith("file:") ? fileURLToPath(text) : text;
  return [["--config", { texts: [path], where: `${WHERE}.config` }]];
}

function withoutEngine({ file }: ResolvedSettings): UsageError {
  const found = file === undefined ? `no file of settings in ${process.cwd()}` : `none in ${file}`;
  return new UsageError(
    `${WHERE}: found no engine, and ${found}; accepted is expectConforms({ engine }), DURABLE_CONFORMANCE_ENGINE, or expectConforms({ config }) with a file that names an engine.`,
  );
}
