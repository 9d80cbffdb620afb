/** What tests import, as `durable-conformance/replay`: a case, run again on an engine. */
import { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import { decode } from "./decode.ts";
import { replayOn } from "./replay-on.ts";

export interface ReplayedCase {
  /** The ids of the properties that the case breaks, that which breaks first before the others. */
  readonly broken: readonly string[];
  /** What was expected where the first breaks, and what was found; undefined if nothing does. */
  readonly expected: string | undefined;
  readonly found: string | undefined;
  readonly history: History;
}

/**
 * Runs a case on an engine, in virtual time and in a thread of its own.
 * `engine` is a name as on the command line, or the path of a module from the current folder.
 * @throws Error for a case that is none, an engine that can't be loaded, or one that hangs.
 */
export async function replayCase(engine: string, given: unknown): Promise<ReplayedCase> {
  const [answer] = await replayOn(engine, [decode("the case", Case, given)]);
  if (answer === undefined) throw new Error("The engine gave no answer");
  const { failure, history } = answer;
  if (failure === undefined) return { broken: [], expected: undefined, found: undefined, history };
  const { property, alsoBroken, broken } = failure;
  const { expected, found } = broken;
  return { broken: [property, ...alsoBroken], expected, found, history };
}
