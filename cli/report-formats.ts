/** What makes each form in which `--report` writes a result. */
import { renderAwsHistory } from "../reports/aws/write.ts";
import { renderTrace } from "../reports/chrome/trace.ts";
import { renderReplaySummary, renderRunSummary } from "../reports/github/summary.ts";
import { renderReplayPage, renderRunPage } from "../reports/html/page.ts";
import { renderItf } from "../reports/itf/itf.ts";
import { renderReplayJUnit, renderRunJUnit } from "../reports/junit/junit.ts";
import { observedIn, type ReplayReport } from "../reports/replay-report.ts";
import type { RunReport } from "../reports/run-report.ts";
import { Unsayable } from "../reports/script/options.ts";
import { renderScript } from "../reports/script/script.ts";
import { renderVitest } from "../reports/vitest/test.ts";
import { PROGRAM } from "./program.ts";
import type { Formats, REPLAY_FORMATS, RUN_FORMATS } from "./report-files.ts";
import { readSources } from "./script-sources.ts";
import { UsageError } from "./usage-error.ts";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const RUN_RENDERERS: Formats<(typeof RUN_FORMATS)[number], RunReport> = {
  html: (report) => renderRunPage(report, PROGRAM),
  junit: (report) => renderRunJUnit(report, PROGRAM),
  github: (report) => renderRunSummary(report, PROGRAM),
  json,
};

export const REPLAY_RENDERERS: Formats<(typeof REPLAY_FORMATS)[number], ReplayReport> = {
  html: (report) => renderReplayPage(report, PROGRAM),
  junit: (report) => renderReplayJUnit(report, PROGRAM),
  github: (report) => renderReplaySummary(report, PROGRAM),
  itf: (report) => renderItf(observedIn(report)),
  aws: renderAwsHistory,
  vitest: renderVitest,
  script: (report) => {
    try {
      return renderScript(report, readSources());
    } catch (error) {
      if (!(error instanceof Unsayable)) throw error;
      throw new UsageError(
        `--report: found ${error.message}, which no script can be written for yet; accepted is a case without it.`,
      );
    }
  },
  chrome: (report) => renderTrace(observedIn(report)),
  json,
};
