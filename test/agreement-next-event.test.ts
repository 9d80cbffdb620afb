/**
 * At points of random runs, every event that anybody could claim to come next: the model refuses it
 * if and only if a guarantee is broken. The runs take not only what the model enables but now and
 * then anything that it accepts, so they come to states that no right engine of ours goes through.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { enabled } from "../model/enabled.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event } from "../model/history.ts";
import type { State } from "../model/state.ts";
import { initial, transition } from "../model/transition.ts";
import { worldOf } from "../model/world.ts";
import { caseArbitrary } from "../properties/generators/case.ts";
import { brokenIn } from "./agreement.ts";
import { everyEvent } from "./alphabet.ts";
import { type Choose, choicesFrom, failedCall } from "./random-walk.ts";
import { ABOUT_UNAWAITED, NOT_THE_ENGINES, rulesAboutEngines } from "./rules.ts";

const CASES = 130;
const LONGEST = 120;
/** One point in this many is looked at. */
const ONE_IN = 8;

test("model and guarantees agree on every next event", () => {
  const seen: Record<string, number> = {};
  for (const [index, case_] of fc.sample(caseArbitrary, { seed: 1, numRuns: CASES }).entries()) {
    walkOffThePath(case_, choicesFrom(index), seen);
  }
  const reached = rulesAboutEngines().filter((rule) => !ABOUT_UNAWAITED.includes(rule));
  expect(Object.keys(seen)).toEqual(expect.arrayContaining(reached));
  expect(seen.accepted).toBeGreaterThan(1_000);
});

/** Walks once through the case, comparing on the way; counts rules, and events that both accept. */
function walkOffThePath(case_: Case, choose: Choose, seen: Record<string, number>): void {
  const world = worldOf(case_, awsGuarantees);
  const history: Event[] = [];
  let state = initial(world);
  let interruptions = 3;
  while (state.execution === "RUNNING" && history.length < LONGEST) {
    const strange = choose(ONE_IN) === 0 ? compareNext(case_, history, state, seen) : [];
    let next = failedCall(state, choose) ?? pick(enabled(world, state), choose);
    if (interruptions > 0 && state.invocation !== undefined && choose(12) === 0) {
      interruptions -= 1;
      next = { kind: "interrupted", at: state.now, why: "scheduled" };
    } else if (strange.length > 0 && choose(2) === 0) {
      next = pick(strange, choose);
    }
    if (next === undefined) throw new Error("Nothing is enabled");
    const step = transition(world, state, next);
    // A walk off the path may let time pass where an engine should have suspended.
    if (step.kind === "refused" && step.refusal.rule === "stayed-with-nothing-to-do") return;
    if (step.kind === "refused") throw new Error(`Refuses ${next.kind}: ${step.refusal.expected}`);
    state = step.state;
    history.push(next);
  }
}

/** Compares on every next event; gives those that both accept and a walk may go on with. */
function compareNext(
  case_: Case,
  history: readonly Event[],
  state: State,
  seen: Record<string, number>,
): readonly Event[] {
  const world = worldOf(case_, awsGuarantees);
  expect(brokenIn(case_, history), "a history that the model accepts").toEqual([]);
  const accepted: Event[] = [];
  for (const event of everyEvent(case_, state)) {
    const step = transition(world, state, event);
    const rule = step.kind === "refused" ? step.refusal.rule : "accepted";
    if (NOT_THE_ENGINES.includes(rule)) continue;
    const claimed = [...history, event];
    const broken = brokenIn(case_, claimed);
    if ((rule === "accepted") !== (broken.length === 0)) {
      const by = broken.map(([id, { reason }]) => `${id}/${reason}`).join(", ");
      const events = claimed.map((each) => JSON.stringify(each)).join("\n");
      throw new Error(`model: ${rule}; broken: ${by}\n${JSON.stringify(case_)}\n${events}`);
    }
    seen[rule] = (seen[rule] ?? 0) + 1;
    // Interruptions are for the walk to count.
    if (rule === "accepted" && event.kind !== "interrupted") accepted.push(event);
  }
  return accepted;
}

/** Kinds with few events are as likely as kinds with many. */
function pick(events: readonly Event[], choose: Choose): Event | undefined {
  const kinds = [...new Set(events.map(({ kind }) => kind))];
  const kind = kinds[choose(kinds.length)];
  const ofKind = events.filter((event) => event.kind === kind);
  return ofKind[choose(ofKind.length)];
}
