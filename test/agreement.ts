/**
 * What model and guarantees say of one history, held against each other. They agree if no guarantee
 * is broken before the event that the model refuses, and one is broken there at the latest.
 */
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { GUARANTEES } from "../properties/all.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { type Broken, judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { NOT_THE_ENGINES } from "./rules.ts";

export type Agreement =
  | { readonly kind: "both-accept" }
  /** From here on the history is none that an engine could have made. */
  | { readonly kind: "not-the-engine" }
  | { readonly kind: "both-refuse"; readonly rule: string }
  | { readonly kind: "disagree"; readonly words: string };

export function compare(case_: Case, history: History): Agreement {
  const walk = walkModel(readStory(case_, awsGuarantees, history));
  const refused = walk.kind === "refused" ? walk.at : history.length;
  const end = Math.min(refused, firstThatNoEngineMakes(history));
  const early = brokenIn(case_, history.slice(0, end));
  // An update that is not legal breaks a guarantee when it is sent; the model may see it when it
  // is recorded, or refused, or not at all if the request is lost.
  if (sendsAnIllegalUpdate(history, early)) return { kind: "not-the-engine" };
  if (early.length > 0) return disagree("no refusal", early);
  if (walk.kind === "accepted" && end === history.length) return { kind: "both-accept" };
  if (walk.kind === "accepted" || end < walk.at) return { kind: "not-the-engine" };
  const { rule, expected, found } = walk.refusal;
  if (NOT_THE_ENGINES.includes(rule)) return { kind: "not-the-engine" };
  const late = brokenIn(case_, history.slice(0, end + 1));
  if (late.length > 0) return { kind: "both-refuse", rule };
  return disagree(`${rule}: expected ${expected}, the engine ${found}`, []);
}

/** A guarantee by its id, and how it is broken. */
export type BrokenBy = readonly [id: string, broken: Broken];

/** The guarantees that a history breaks. */
export function brokenIn(case_: Case, history: History): readonly BrokenBy[] {
  const story = readStory(case_, awsGuarantees, history);
  const broken: BrokenBy[] = [];
  for (const property of GUARANTEES) {
    const verdict = judge(property, story);
    if (verdict.kind === "broken") broken.push([property.id, verdict]);
  }
  return broken;
}

/** Whether what is broken is, at least, that an update is sent which is not legal. */
export function sendsAnIllegalUpdate(history: History, broken: readonly BrokenBy[]): boolean {
  return broken.some(
    ([, { at, reason }]) =>
      reason === "illegal-update" && history[at]?.kind === "checkpoint-requested",
  );
}

function disagree(model: string, guarantees: readonly BrokenBy[]): Agreement {
  const broken = guarantees.map(([id, { reason }]) => `${id}/${reason}`).join(", ");
  return { kind: "disagree", words: `model: ${model}; guarantees: ${broken || "all hold"}` };
}

/**
 * The service records what was requested, and after its answer nothing comes of an invocation but
 * that the answer is taken: the index of the first event where that is not so.
 */
function firstThatNoEngineMakes(history: History): number {
  let sent: string | undefined;
  let answered = false;
  for (const [index, event] of history.entries()) {
    if (answered && !AFTER_ANSWER.has(event.kind)) return index;
    if (event.kind === "checkpoint-requested") sent = JSON.stringify(event.updates);
    if (event.kind === "checkpoint-recorded" && JSON.stringify(event.updates) !== sent) {
      return index;
    }
    if (event.kind === "invocation-answered") answered = true;
    if (ENDS.has(event.kind)) answered = false;
  }
  return history.length;
}

const ENDS = new Set<Event["kind"]>(["answer-accepted", "answer-refused", "interrupted"]);
const AFTER_ANSWER = new Set<Event["kind"]>([...ENDS, "timer-fired", "execution-ended"]);
