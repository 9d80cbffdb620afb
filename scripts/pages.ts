/**
 * The pages of all findings and of all engines that are wrong on purpose. What the scripts did is as it
 * was recorded last; kept and minimal cases are run for their pages.
 */
import { readFileSync } from "node:fs";
import { readCorpus } from "../cli/corpus.ts";
import { PROGRAM } from "../cli/program.ts";
import { replayOn } from "../cli/replay-on.ts";
import { replayReport } from "../cli/replayed.ts";
import type { Case } from "../model/case.ts";
import type { FaultyLine, FaultyReport } from "../reports/faulty-report.ts";
import { type FindingPage, renderFindingPage } from "../reports/html/finding-page.ts";
import { renderIndexPage } from "../reports/html/index-page.ts";
import { renderReplayPage } from "../reports/html/page.ts";
import type { KnownFinding } from "../reports/known-finding.ts";
import type { ReplayReport } from "../reports/replay-report.ts";
import type { ScriptRuns } from "../reports/script-run.ts";
import { byVersion } from "../reports/version-ranges.ts";
import { FAULTY_JSON } from "./faulty-engines-table.ts";
import { FINDINGS_FOLDER } from "./findings-table.ts";
import { readScriptRuns } from "./script-runs.ts";

export interface PageFile {
  /** Its path below the folder of all pages. */
  readonly path: string;
  readonly render: () => Promise<string>;
}

/** All of them for this folder; the cases, which the pages tell how to run again, are files of their own. */
export function pageFiles(folder: string): readonly PageFile[] {
  const findings = readCorpus().findings.map((finding) => casesOf(finding));
  const { engines } = JSON.parse(readFileSync(FAULTY_JSON, "utf8")) as FaultyReport;
  const faulty = engines.map((line) => ({ line, failing: minimalOf(line) }));
  const pages = readScriptRuns().map((runs) => ({ runs, script: scriptOf(runs) }));
  return [
    ...pages.map((page): PageFile => {
      const { finding } = page.runs;
      const cases = findings.flat().filter((each) => each.finding === finding);
      const render = async () => {
        return renderFindingPage({ ...page, replays: await replayAll(cases, folder) }, PROGRAM);
      };
      return { path: `findings/${finding}.html`, render };
    }),
    ...faulty.map(({ line, failing }): PageFile => {
      const render = async () => renderReplayPage(await replay(failing, folder), PROGRAM);
      return { path: `faulty/${line.name}.html`, render };
    }),
    ...[...findings.flat(), ...faulty.map(({ failing }) => failing)].map(
      ({ path, case: case_ }): PageFile => ({
        path,
        render: async () => `${JSON.stringify(case_, null, 1)}\n`,
      }),
    ),
    { path: "index.html", render: async () => renderIndexPage(pages, engines) },
  ];
}

/** A case, the engine on which it fails, and the file below the folder in which it is put. */
interface FailingCase {
  readonly finding: string;
  readonly path: string;
  readonly engine: string;
  readonly case: Case;
}

function scriptOf({ finding }: ScriptRuns): FindingPage["script"] {
  const source = readFileSync(`${FINDINGS_FOLDER}${finding}.mjs`, "utf8");
  const about = /^\/\*\* (.*) \*\/\n/.exec(source)?.[1] ?? "";
  return { path: `examples/findings/${finding}.mjs`, about, source };
}

/** Each on the newest engine on which it is declared to fail. */
function casesOf({ id, cases }: KnownFinding): readonly FailingCase[] {
  return cases.flatMap(({ case: case_, engines }, index) => {
    const failing = Object.keys(engines).filter((name) => engines[name] === "fails");
    const engine = failing.toSorted(byVersion).at(-1);
    const path = `cases/${id}-${index + 1}.json`;
    return engine === undefined ? [] : [{ finding: id, path, engine, case: case_ }];
  });
}

function minimalOf({ name, minimal }: FaultyLine): FailingCase {
  if (minimal === null) throw new Error(`There is no minimal case of ${name}`);
  const path = `cases/faulty-${name}.json`;
  return { finding: name, path, engine: `faulty/${name}`, case: inAnHour(minimal) };
}

async function replay(failing: FailingCase, folder: string): Promise<ReplayReport> {
  const [report] = await replayAll([failing], folder);
  return report as ReplayReport;
}

/** An engine at a time, in the order of the cases. @throws Error where nothing breaks any more. */
async function replayAll(
  cases: readonly FailingCase[],
  folder: string,
): Promise<readonly ReplayReport[]> {
  const reports = new Map<FailingCase, ReplayReport>();
  for (const engine of new Set(cases.map((each) => each.engine))) {
    const own = cases.filter((each) => each.engine === engine);
    const answers = await replayOn(
      engine,
      own.map((each) => each.case),
    );
    for (const [index, answer] of answers.entries()) {
      const each = own[index] as FailingCase;
      if (answer.failure === undefined) throw new Error(`${each.path} holds on ${engine}`);
      const saved = { file: `${folder}/${each.path}`, engine, case: each.case, before: undefined };
      reports.set(each, replayReport(saved, answer));
    }
  }
  return cases.map((each) => reports.get(each) as ReplayReport);
}

/** An engine whose attempts never rise goes on to the limit: an hour of that is enough. */
function inAnHour(case_: Case): Case {
  return { ...case_, limits: { ...case_.limits, executionSeconds: 3_600 } };
}
