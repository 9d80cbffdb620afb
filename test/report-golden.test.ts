/** What each renderer makes of the same values, in files that a person can read and compare. */
import { describe, expect, test } from "vitest";
import { renderAwsHistory } from "../reports/aws/write.ts";
import { renderTrace } from "../reports/chrome/trace.ts";
import { renderReplaySummary, renderRunSummary } from "../reports/github/summary.ts";
import { renderReplayPage, renderRunPage } from "../reports/html/page.ts";
import { renderItf } from "../reports/itf/itf.ts";
import { renderReplayJUnit, renderRunJUnit } from "../reports/junit/junit.ts";
import { observedIn } from "../reports/replay-report.ts";
import { renderScript } from "../reports/script/script.ts";
import { renderRunReport } from "../reports/text/run-report.ts";
import { renderVitest } from "../reports/vitest/test.ts";
import { brokenReplay, PROGRAM, rightReplay, runReport } from "./report-fixture.ts";

/** By the name of the file in `golden/`; `npx vitest run test/report-golden.test.ts -u` renews them. */
const GOLDEN: Readonly<Record<string, () => string>> = {
  "run.txt": () => renderRunReport(runReport, PROGRAM),
  "run.html": () => renderRunPage(runReport, PROGRAM),
  "replay-broken.html": () => renderReplayPage(brokenReplay, PROGRAM),
  "run.junit.xml": () => renderRunJUnit(runReport, PROGRAM),
  "replay-broken.junit.xml": () => renderReplayJUnit(brokenReplay, PROGRAM),
  "run.github.md": () => renderRunSummary(runReport, PROGRAM),
  "replay-broken.github.md": () => renderReplaySummary(brokenReplay, PROGRAM),
  "replay-broken.itf.json": () => renderItf(observedIn(brokenReplay)),
  "replay-broken.chrome.json": () => renderTrace(observedIn(brokenReplay)),
  "replay-right.aws.json": () => renderAwsHistory(rightReplay),
  "replay-broken.test.ts.txt": () => renderVitest(brokenReplay),
  "replay-broken.script.mjs.txt": () =>
    renderScript(brokenReplay, {
      prelude: "// prelude",
      service: "// the service",
      run: "// the runner",
    }),
  "replay-right.html": () => renderReplayPage(rightReplay, PROGRAM),
};

describe("golden files", () => {
  test.each(Object.keys(GOLDEN))("%s", async (name) => {
    await expect(GOLDEN[name]?.()).toMatchFileSnapshot(`golden/${name}`);
  });
});
