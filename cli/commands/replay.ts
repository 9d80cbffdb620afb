/** `durable-conformance replay FILE`: runs a saved case again, and says what it does now. */
import { createRunner, DEFAULT_ENGINE } from "../../impl/runner.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { sizeOf } from "../../properties/shrink/shrink.ts";
import { failureOf, judgeAll } from "../../properties/signature.ts";
import { readStory } from "../../properties/story.ts";
import { COUNTEREXAMPLE_VERSION, type Counterexample } from "../../reports/counterexample.ts";
import { renderCounterexample } from "../../reports/text/counterexample.ts";
import { engineName } from "../flags.ts";
import { readReplayable } from "../input.ts";
import { EXIT } from "../usage-error.ts";

export interface ReplayFlags {
  readonly engine?: unknown;
  readonly json?: boolean;
}

/** Gives the exit code: 0 if nothing breaks, 1 if something does. @throws UsageError. */
export async function replay(file: string, flags: ReplayFlags): Promise<number> {
  const saved = readReplayable(file);
  const before = saved.kind === "counterexample" ? saved.counterexample : undefined;
  const case_ = saved.kind === "counterexample" ? saved.counterexample.case : saved.case;
  const runner = await createRunner(engineName(flags.engine ?? before?.engine ?? DEFAULT_ENGINE));
  const history = await runner.run(case_);
  const story = readStory(case_, runner.guarantees, history);
  const failure = failureOf(judgeAll(PROPERTIES, story), story);
  const same = before !== undefined && failure?.signature === before.signature;
  if (flags.json === true) {
    const answer = {
      engine: runner.name,
      breaks: failure?.property ?? null,
      same,
      failure,
      history,
    };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return failure === undefined ? EXIT.ok : EXIT.broken;
  }
  if (failure === undefined) {
    const what = before === undefined ? "any property" : before.property;
    process.stdout.write(`  ok    ${runner.name} does not break ${what} on this case.\n`);
    return EXIT.ok;
  }
  const { property, signature, broken, alsoBroken } = failure;
  const size = sizeOf(case_);
  const counterexample: Counterexample = {
    format: "durable-conformance/counterexample",
    version: COUNTEREXAMPLE_VERSION,
    engine: runner.name,
    property,
    sentence: PROPERTIES.find(({ id }) => id === property)?.sentence ?? property,
    signature,
    at: broken.at,
    expected: broken.expected,
    found: broken.found,
    alsoBroken,
    case: case_,
    history: [...history],
    shrink: before?.shrink ?? { from: size, to: size, tried: 0, minimal: false, certificate: [] },
    drawn: before?.drawn ?? { seed: 0, caseNumber: 0 },
  };
  process.stdout.write(renderCounterexample(counterexample, { file }));
  process.stdout.write(`\n${verdictLine(runner.name, before, failure.signature)}\n`);
  return EXIT.broken;
}

function verdictLine(
  engine: string,
  before: Counterexample | undefined,
  signature: string,
): string {
  if (before === undefined) return `${engine} breaks this case: ${signature}`;
  if (before.signature === signature)
    return `${engine} still breaks the same property in the same way.`;
  return `${engine} breaks this case in another way than before: ${signature}, not ${before.signature}`;
}
