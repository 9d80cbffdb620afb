/** In which published versions a case fails, as text: a line for each, and the answer. */
import { type Bisection, unknownBetween, type VersionResult } from "../bisection.ts";
import { clip, labelled, paragraph } from "./layout.ts";

const WIDTH = 12;
const LONGEST_VERSION = 24;

const WORDS = {
  breaks: "breaks",
  otherwise: "breaks something else:",
  holds: "holds",
  lost: "hangs or dies:",
  skipped: "skipped:",
};

export function renderVersion({ version, outcome, why }: VersionResult): string {
  const text = why === null ? WORDS[outcome] : `${WORDS[outcome]} ${why}`;
  const name = clip(version, LONGEST_VERSION);
  return `${labelled(name, text, 2, Math.max(WIDTH, name.length + 2))}\n`;
}

export function renderAnswer({ answer, results, stopped }: Bisection): string {
  const partial = stopped === null ? "" : "Stopped by the user. Of those that were run: ";
  const sentence = `${answer.slice(0, 1).toUpperCase()}${answer.slice(1)}.`;
  const unknown = unknownBetween(results);
  const skipped = `Of ${unknown.join(", ")} nothing is known: it may have changed there.`;
  return `\n${paragraph(`${partial}${sentence}`, 0)}\n${unknown.length === 0 ? "" : `${paragraph(skipped, 0)}\n`}`;
}
