/** What explorations found, added up. */
import type { Explored, Violation } from "../../properties/exhaustive/explore-workflow.ts";
import type { Findings } from "./messages.ts";

export const NOTHING: Findings = {
  workflows: 0,
  tooLarge: 0,
  distinct: 0,
  states: 0,
  transitions: 0,
  ends: 0,
  histories: 0,
  depth: 0,
  widest: 0,
  bytes: 0,
  held: {},
  thrown: {},
  violations: [],
};

export function findingsOf(explored: Explored): Findings {
  const { complete, ...rest } = explored;
  return { ...rest, workflows: complete ? 1 : 0, tooLarge: complete ? 0 : 1 };
}

/** Of violations with the same id the one with the shortest history is kept; of these the first. */
export function addFindings(left: Findings, right: Findings): Findings {
  const held: Record<string, number> = { ...left.held };
  for (const [id, count] of Object.entries(right.held)) held[id] = (held[id] ?? 0) + count;
  return {
    workflows: left.workflows + right.workflows,
    tooLarge: left.tooLarge + right.tooLarge,
    distinct: left.distinct + right.distinct,
    states: left.states + right.states,
    transitions: left.transitions + right.transitions,
    ends: left.ends + right.ends,
    histories: left.histories + right.histories,
    depth: Math.max(left.depth, right.depth),
    widest: Math.max(left.widest, right.widest),
    bytes: Math.max(left.bytes, right.bytes),
    held,
    violations: shortestOfEach([...left.violations, ...right.violations]),
    thrown: { ...right.thrown, ...left.thrown },
  };
}

function shortestOfEach(violations: readonly Violation[]): readonly Violation[] {
  const shortest = new Map<string, Violation>();
  for (const violation of violations) {
    const known = shortest.get(violation.id);
    const isShorter = known === undefined || violation.history.length < known.history.length;
    if (isShorter) shortest.set(violation.id, violation);
  }
  return [...shortest.values()];
}
