/**
 * Of several cases that could come next, the one in which most ingredients meet that have not met
 * in this batch: what has not been seen yet is what the next case is chosen for. It asks only what
 * is drawn, not what became of it, so a seed gives the same cases on every engine.
 */
import type { Case } from "../../model/case.ts";
import { layFlat } from "../../model/program.ts";
import { ingredientsOf } from "../shape.ts";

/** As many as `cases` has groups of `choices`, one of each group, in order. */
export function mostNovel(cases: readonly Case[], choices: number): readonly Case[] {
  const met = new Set<string>();
  const chosen: Case[] = [];
  for (let first = 0; first < cases.length; first += choices) {
    let best: { readonly case: Case; readonly meetings: readonly string[] } | undefined;
    for (const case_ of cases.slice(first, first + choices)) {
      const meetings = meetingsOf(case_).filter((meeting) => !met.has(meeting));
      if (best === undefined || meetings.length > best.meetings.length) {
        best = { case: case_, meetings };
      }
    }
    if (best === undefined) break;
    chosen.push(best.case);
    for (const meeting of best.meetings) met.add(meeting);
  }
  return chosen;
}

/** Each two of what a case is made of. */
function meetingsOf(case_: Case): readonly string[] {
  const ingredients = [...ingredientsOf(case_)].filter((each) => !isMereNumber(each));
  const all = [...new Set([...ingredients, ...strikesOf(case_)])].toSorted();
  return all.flatMap((one, index) => all.slice(index + 1).map((other) => `${one} ${other}`));
}

/** How large a number is says little, but for sizes and times. */
function isMereNumber(ingredient: string): boolean {
  return ingredient.includes("~") && !/padding|[sS]econds/.test(ingredient);
}

/** The edges at which it is interrupted, with the kind of what is struck there. */
function strikesOf({ workflow, schedule }: Case): readonly string[] {
  const { nodes, indexOf } = layFlat(workflow);
  return schedule.interruptions.map((each) => {
    const index = "operation" in each ? indexOf.get(each.operation) : undefined;
    const kind = index === undefined ? "invocation" : nodes[index]?.kind;
    return `${each.edge} ${"action" in each ? each.action : ""} ${kind}`;
  });
}
