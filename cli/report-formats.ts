/** What makes each form in which `--report` writes a result. */
import { renderAwsHistory } from "../reports/aws/write.ts";
import { renderTrace } from "../reports/chrome/trace.ts";
import { renderReplaySummary, renderRunSummary } from "../reports/github/summary.ts";
import { renderReplayPage, renderRunPage } from "../reports/html/page.ts";
import { renderItf } from "../reports/itf/itf.ts";
import { renderReplayJUnit, renderRunJUnit } from "../reports/junit/junit.ts";
import { observedIn, type ReplayReport } from "../reports/replay-report.ts";
import type { RunReport } from "../reports/run-report.ts";
import { PROGRAM } from "./program.ts";
import type { Formats, REPLAY_FORMATS, RUN_FORMATS } from "./report-files.ts";

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
  chrome: (report) => renderTrace(observedIn(report)),
  json,
};
