/** `durable-conformance replay FILE`: runs a saved case again, and says what it does now. */
import { DEFAULT_ENGINE, isBuiltIn, type Tier } from "../../impl/runner.ts";
import { awsGuarantees } from "../../model/guarantees.ts";
import type { Counterexample } from "../../reports/counterexample.ts";
import { renderCounterexample } from "../../reports/text/counterexample.ts";
import { paragraph } from "../../reports/text/layout.ts";
import { renderLostReplay } from "../../reports/text/lost.ts";
import type { Arguments } from "../arguments.ts";
import { engineName, knownEngine, tier } from "../flags.ts";
import { readReplayable } from "../input.ts";
import type { ReplayAnswer } from "../pool/messages.ts";
import { LostError } from "../pool/watched-worker.ts";
import { PROGRAM } from "../program.ts";
import { replayOn } from "../replay-on.ts";
import { breaksTheSame, replayReport, type Saved } from "../replayed.ts";
import { REPLAY_FORMATS, reportFiles, takesStdout, writeReports } from "../report-files.ts";
import { REPLAY_RENDERERS } from "../report-formats.ts";
import { EXIT, UsageError } from "../usage-error.ts";

/** Gives the exit code: 0 if nothing breaks, 1 if something does. @throws UsageError */
export async function replay(given: Arguments): Promise<number> {
  const saved = readSaved(given);
  const reports = reportFiles(given, REPLAY_FORMATS, given.has("--emit-test") ? ["vitest=-"] : []);
  // What no script can be written for is refused before anything runs.
  if (reports.some(({ format }) => format === "script")) {
    REPLAY_RENDERERS.script(replayReport(saved, NOT_RUN));
  }
  const outcome = await run(saved, tier(given, saved.engine));
  if (given.has("--json")) process.stdout.write(renderJson(saved, outcome));
  else if (!takesStdout(reports)) process.stdout.write(renderText(saved, outcome));
  if (!(outcome instanceof LostError)) {
    writeReports(reports, REPLAY_RENDERERS, replayReport(saved, outcome));
  } else if (reports.length > 0) {
    process.stderr.write(`no report: ${outcome.message}\n`);
  }
  const isFine = !(outcome instanceof LostError) && outcome.failure === undefined;
  return isFine ? EXIT.ok : EXIT.broken;
}

function readSaved(given: Arguments): Saved {
  const file = given.positionals[0] as string;
  const read = readReplayable(file);
  const before = read.kind === "counterexample" ? read.counterexample : undefined;
  const case_ = read.kind === "counterexample" ? read.counterexample.case : read.case;
  const engine = engineName(given) ?? engineOfFile(file, before) ?? DEFAULT_ENGINE;
  return { file, engine, case: case_, before };
}

/** The engine that a file names; code is loaded only if the user names it, not a file. */
function engineOfFile(file: string, before: Counterexample | undefined): string | undefined {
  if (before === undefined) return undefined;
  const name = knownEngine(`${file}: at engine`, before.engine);
  if (isBuiltIn(name)) return name;
  throw new UsageError(
    `${file}: at engine: found the module ${JSON.stringify(name)}; accepted is such an engine only if --engine names it too.`,
  );
}

const NOT_RUN: ReplayAnswer = {
  kind: "replayed",
  history: [],
  failure: undefined,
  exercised: [],
  guarantees: awsGuarantees,
};

async function run({ engine, case: case_ }: Saved, tier: Tier): Promise<ReplayAnswer | LostError> {
  try {
    const [answer] = await replayOn(engine, [case_], tier);
    return answer as ReplayAnswer;
  } catch (error) {
    if (error instanceof LostError) return error;
    throw error;
  }
}

function renderJson({ engine, before }: Saved, outcome: ReplayAnswer | LostError): string {
  const answer =
    outcome instanceof LostError
      ? { engine, lost: outcome.message }
      : {
          engine,
          breaks: outcome.failure?.property ?? null,
          same: outcome.failure !== undefined && breaksTheSame(outcome.failure, before),
          failure: outcome.failure ?? null,
          history: outcome.history,
        };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function renderText(saved: Saved, outcome: ReplayAnswer | LostError): string {
  if (outcome instanceof LostError) return renderLostReplay(saved.engine, outcome.message);
  const { counterexample, comparison } = replayReport(saved, outcome);
  if (counterexample === undefined) return `${paragraph(`ok    ${comparison}`, 2)}\n`;
  const text = renderCounterexample(counterexample, { file: saved.file, program: PROGRAM });
  return `${text}\n${paragraph(comparison, 2)}\n`;
}
