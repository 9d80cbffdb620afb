/** What was expected and what was found, as sentences: the same in every report. */
import type { Counterexample } from "./counterexample.ts";

/** The model's own check speaks for the model; every other property for itself. */
export function expectedSentence({
  property,
  expected,
}: Pick<Counterexample, "property" | "expected">): string {
  const who = property === "model-accepts" ? "The model" : "The property";
  return sentenceOf(`${who} expects ${expected}`);
}

export function foundSentence({ found }: Pick<Counterexample, "found">): string {
  return sentenceOf(`The engine ${found}`);
}

/** With its full stop, which a message from an engine may have already. */
function sentenceOf(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
