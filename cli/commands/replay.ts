/** `durable-conformance replay FILE`: runs a saved case again, and says what it does now. */
import { DEFAULT_ENGINE, isBuiltIn } from "../../impl/runner.ts";
import type { Case } from "../../model/case.ts";
import type { Failure } from "../../properties/signature.ts";
import type { Counterexample } from "../../reports/counterexample.ts";
import { renderCounterexample } from "../../reports/text/counterexample.ts";
import { paragraph } from "../../reports/text/layout.ts";
import { renderLostReplay } from "../../reports/text/lost.ts";
import type { Arguments } from "../arguments.ts";
import { makeCounterexample } from "../counterexample.ts";
import { engineName, knownEngine } from "../flags.ts";
import { readReplayable } from "../input.ts";
import type { ReplayAnswer } from "../pool/messages.ts";
import { LostError } from "../pool/watched-worker.ts";
import { PROGRAM } from "../program.ts";
import { replayOn } from "../replay-on.ts";
import { EXIT, UsageError } from "../usage-error.ts";

/** What is replayed, and what it broke when it was found. */
interface Saved {
  readonly file: string;
  readonly engine: string;
  readonly case: Case;
  readonly before: Counterexample | undefined;
}

/** Gives the exit code: 0 if nothing breaks, 1 if something does. @throws UsageError */
export async function replay(given: Arguments): Promise<number> {
  const saved = readSaved(given);
  const outcome = await run(saved);
  if (given.has("--json")) process.stdout.write(renderJson(saved, outcome));
  else process.stdout.write(renderText(saved, outcome));
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

async function run({ engine, case: case_ }: Saved): Promise<ReplayAnswer | LostError> {
  try {
    const [answer] = await replayOn(engine, [case_]);
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
  const { engine } = saved;
  if (outcome instanceof LostError) return renderLostReplay(engine, outcome.message);
  const { failure } = outcome;
  if (failure === undefined) {
    return `${paragraph(`ok    ${engine} breaks nothing in this case.`, 2)}\n`;
  }
  const { history, modelState } = outcome;
  const failing = { engine, case: saved.case, history, failure, modelState };
  const counterexample = makeCounterexample(failing, saved.before);
  const text = renderCounterexample(counterexample, { file: saved.file, program: PROGRAM });
  return `${text}\n${paragraph(compare(saved, failure), 2)}\n`;
}

/** What breaks now, beside what broke when the case was saved. */
function compare({ engine, before }: Saved, failure: Failure): string {
  const { property, signature } = failure;
  if (before === undefined) return `${engine} breaks this case: ${signature}.`;
  if (before.signature === signature) {
    return `${engine} still breaks the same property in the same way.`;
  }
  if (breaksTheSame(failure, before)) {
    const how = property === before.property ? `now as ${signature}` : `and before it ${property}`;
    return `${engine} still breaks the same property, ${before.property}, ${how}.`;
  }
  return `${engine} breaks this case in another way than before: ${signature}, not ${before.signature}.`;
}

/** A case may have been found by one property alone: of all, another may break before it. */
function breaksTheSame(
  { property, alsoBroken }: Failure,
  before: Counterexample | undefined,
): boolean {
  return before !== undefined && [property, ...alsoBroken].includes(before.property);
}
