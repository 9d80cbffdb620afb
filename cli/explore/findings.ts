/** What explorations found, added up. */
import type { Explored } from "../../properties/exhaustive/explore-workflow.ts";
import type { Findings } from "./messages.ts";

export const NOTHING: Findings = {
  workflows: 0,
  distinct: 0,
  states: 0,
  transitions: 0,
  ends: 0,
  histories: 0,
  depth: 0,
  widest: 0,
  bytes: 0,
  held: {},
  violations: [],
};

export function findingsOf(explored: Explored): Findings {
  const { complete: _, ...rest } = explored;
  return { ...rest, workflows: 1 };
}

/** Of violations with the same id the first is kept. */
export function addFindings(left: Findings, right: Findings): Findings {
  const held: Record<string, number> = { ...left.held };
  for (const [id, count] of Object.entries(right.held)) held[id] = (held[id] ?? 0) + count;
  const known = new Set(left.violations.map(({ id }) => id));
  return {
    workflows: left.workflows + right.workflows,
    distinct: left.distinct + right.distinct,
    states: left.states + right.states,
    transitions: left.transitions + right.transitions,
    ends: left.ends + right.ends,
    histories: left.histories + right.histories,
    depth: Math.max(left.depth, right.depth),
    widest: Math.max(left.widest, right.widest),
    bytes: Math.max(left.bytes, right.bytes),
    held,
    violations: [...left.violations, ...right.violations.filter(({ id }) => !known.has(id))],
  };
}
