/** What makes each form in which `--report` writes a result. */
import { renderReplayPage, renderRunPage } from "../reports/html/page.ts";
import type { ReplayReport } from "../reports/replay-report.ts";
import type { RunReport } from "../reports/run-report.ts";
import { PROGRAM } from "./program.ts";
import type { Formats, REPLAY_FORMATS, RUN_FORMATS } from "./report-files.ts";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const RUN_RENDERERS: Formats<(typeof RUN_FORMATS)[number], RunReport> = {
  html: (report) => renderRunPage(report, PROGRAM),
  json,
};

export const REPLAY_RENDERERS: Formats<(typeof REPLAY_FORMATS)[number], ReplayReport> = {
  html: (report) => renderReplayPage(report, PROGRAM),
  json,
};
