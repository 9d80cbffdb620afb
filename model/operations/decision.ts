/**
 * What the handler was given of a race, an early end or a child context is decided in memory, and
 * recorded later. Once user code has caused an effect on it, it is settled all the same: a replay
 * that gives something else leaves an effect whose decision nobody took (semantics, section 4).
 */
import { samePicture } from "../batch-view.ts";
import { type Outcome, sameOutcome } from "../history.ts";
import { DECIDED_IN_MEMORY, type Node, ROOT } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { type Invocation, isClosed, livePhaseOf, phaseOf, recordOf, type State } from "../state.ts";
import type { World } from "../world.ts";

/** Keeps what user code has been given before this body starts, of all that is not in the log. */
export function keepDecisions(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): State {
  if (world.decisions.size === 0) return state;
  let kept: Map<number, Outcome> | undefined;
  for (let around = node; ; around = world.nodes[around.context] as Node) {
    for (const index of world.decisions.get(around.context) ?? []) {
      if (index >= around.index) break;
      const phase = phaseOf(invocation, index);
      if (phase.at !== "resolved" || isClosed(recordOf(state, index))) continue;
      if (state.kept.has(index)) continue;
      kept ??= new Map(state.kept);
      kept.set(index, phase.outcome);
    }
    if (around.context === ROOT) break;
  }
  return kept === undefined ? state : { ...state, kept };
}

/** Engines wrap the errors of these as they like, but each time in the same way. */
const WRAPPED: ReadonlySet<Node["kind"]> = new Set(["condition", "callback", "invoke"]);

/** Keeps what user code has been given of a context that the log has the end of, or in a wrapping. */
export function keepRecorded(state: State, { index, kind }: Node): State {
  const phase = livePhaseOf(state, index);
  if (phase.at !== "resolved" || state.kept.has(index)) return state;
  const wrapped = WRAPPED.has(kind) && phase.outcome.kind === "threw";
  if (!wrapped && !DECIDED_IN_MEMORY.has(kind)) return state;
  if (!isClosed(recordOf(state, index))) return state;
  return { ...state, kept: new Map(state.kept).set(index, phase.outcome) };
}

/** Refuses another outcome than the one that effects have come of, or that was recorded. */
export function expectDecision(
  state: State,
  node: Node,
  outcome: Outcome,
  words: string,
): Transition {
  const before = state.kept.get(node.index);
  const same = node.kind === "batch" ? samePicture : sameOutcome;
  if (before === undefined || same(before, outcome)) return accept(state);
  const found = `gave ${words}`;
  const again = `${node.name} to give what it gave before`;
  return isClosed(recordOf(state, node.index))
    ? refuse("resolved-to-something-else", node.name, `${again}: it is in the log`, found)
    : refuse("decided-again", node.name, `${again}, an effect has come of it`, found);
}
