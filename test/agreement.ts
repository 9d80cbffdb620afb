/**
 * What model and guarantees say of one history, held against each other. They agree if no guarantee
 * is broken before the event that the model refuses, and one is broken there at the latest.
 */
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
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
  const early = brokenIn(case_, history.slice(0, refused));
  if (early.length > 0) return disagree("no refusal", early);
  if (walk.kind === "accepted") return { kind: "both-accept" };
  const { rule, expected, found } = walk.refusal;
  if (NOT_THE_ENGINES.includes(rule)) return { kind: "not-the-engine" };
  const late = brokenIn(case_, history.slice(0, refused + 1));
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

function disagree(model: string, guarantees: readonly BrokenBy[]): Agreement {
  const broken = guarantees.map(([id, { reason }]) => `${id}/${reason}`).join(", ");
  return { kind: "disagree", words: `model: ${model}; guarantees: ${broken || "all hold"}` };
}
