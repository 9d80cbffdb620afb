/** Runs the kept cases, and holds what becomes of each against what is declared of it. */
import type { Counterexample } from "../reports/counterexample.ts";
import type { KeptCase, KeptOutcome } from "../reports/kept-case.ts";
import { makeCounterexample } from "./counterexample.ts";
import { type Kept, needsOnlyBasics, propertyOf } from "./kept-cases.ts";
import type { KnownFindings } from "./known-findings.ts";
import type { Replay, ReplayAnswer } from "./pool/messages.ts";
import { LackError, LostError, type Replayed } from "./pool/watched-worker.ts";

/** What runs cases one after the other: gives as many answers as it came to run. */
export interface Replayer {
  readonly replay: (
    cases: readonly Replay[],
    onAnswer?: (answer: Replayed, index: number) => void,
  ) => Promise<readonly Replayed[]>;
}

/**
 * What became of each, with the counterexample of those that fail and are not known to. The first that
 * fails is told at once.
 * @throws LackError where an engine has no steps or no waits: without these there is nothing to test.
 */
export async function runKept(
  kept: readonly Kept[],
  engine: string,
  replayer: Replayer,
  known: KnownFindings,
  onFirstFailure: (property: string, kept: Kept) => void = () => {},
): Promise<readonly (readonly [KeptCase, Counterexample | undefined])[]> {
  const applicable = kept.filter(({ declared }) => declared !== "not-applicable");
  // What is declared needs no explanation.
  const isTold = ({ declared }: Kept) => declared === "fails" || declared === "holds";
  let failed = false;
  const answers = await replayer.replay(
    applicable.map((each) => ({ case: each.case, explain: !isTold(each) })),
    (answer, index) => {
      if (failed || answer instanceof Error || answer.failure === undefined) return;
      failed = true;
      onFirstFailure(answer.failure.property, applicable[index] as Kept);
    },
  );
  const answerOf = new Map(answers.map((answer, index) => [applicable[index] as Kept, answer]));
  return kept
    .filter((each) => each.declared === "not-applicable" || answerOf.has(each))
    .map((each) => {
      const answer = answerOf.get(each);
      const became = becameOf(each, answer, known);
      return [became, counterexampleOf(engine, each, became, answer)];
    });
}

/** Without an answer it is not applicable, and where the engine does not have such operations. */
function becameOf(kept: Kept, answer: Replayed | undefined, known: KnownFindings): KeptCase {
  const { file, finding } = kept;
  if (answer instanceof LackError && needsOnlyBasics(kept)) throw answer;
  if (answer === undefined || answer instanceof LackError)
    return { file, finding, outcome: "not-applicable", breaks: null };
  if (answer instanceof LostError) {
    return { file, finding, outcome: "lost", breaks: answer.message };
  }
  const breaks = answer.failure?.signature ?? null;
  const isKnown = (signature: string) =>
    (answer.known ?? known.idOf(signature, kept.case)) !== undefined;
  const outcome =
    breaks === null ? whereItHolds(kept, answer) : whereItFails(kept, breaks, isKnown(breaks));
  return { file, finding, outcome, breaks };
}

function whereItFails(kept: Kept, signature: string, isKnown: boolean): KeptOutcome {
  const { declared, signatures } = kept;
  if (declared === "fails") return signatures.includes(signature) ? "known" : "changed";
  if (declared === "holds") return "regressed";
  return isKnown ? "known" : "undeclared";
}

function whereItHolds({ declared, signatures }: Kept, { exercised }: ReplayAnswer): KeptOutcome {
  if (declared === "fails") return "stale";
  // That it fails no more is known, whatever it exercises: what is right may do something else there.
  if (declared === "saved") return "mended";
  const about = signatures.map(propertyOf);
  if (about.length > 0 && !about.some((id) => exercised.includes(id))) return "unexercised";
  return "holds";
}

/** The case as a counterexample, where it fails and nobody says that it is known to. */
function counterexampleOf(
  engine: string,
  kept: Kept,
  { outcome }: KeptCase,
  answer: Replayed | undefined,
): Counterexample | undefined {
  if (answer === undefined || answer instanceof Error) return undefined;
  const { failure, history, guarantees } = answer;
  if (failure === undefined || outcome === "known") return undefined;
  return makeCounterexample({ engine, case: kept.case, history, failure, guarantees });
}
