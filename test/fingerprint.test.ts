/**
 * What is written of a state tells it from every other that the future can tell it from: where two
 * are written alike, they differ only in what is said to decide nothing, and the same can come next.
 */
import { describe, expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { enabled } from "../model/enabled.ts";
import { type Times, writeState } from "../model/fingerprint.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event } from "../model/history.ts";
import type { Phase, State } from "../model/state.ts";
import { Words } from "../model/words.ts";
import { worldOf } from "../model/world.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";
import { choicesFrom, randomWalk } from "./random-walk.ts";

/** All that is written, one after the other. */
class Written extends Words {
  readonly words: (number | string)[] = [];

  override add(word: number): void {
    this.words.push(word);
  }

  override addText(text: string): void {
    this.words.push(text);
  }
}

function written(state: State, times: Times): string {
  const words = new Written();
  writeState(state, times, words);
  return JSON.stringify(words.words);
}

/** The state, but for what decides nothing: by the reasons that `model/fingerprint.ts` gives. */
function meaning(state: State, times: Times): string {
  const { invocation } = state;
  const text = JSON.stringify({
    ...state,
    invocations: undefined,
    now: times === "exact" ? state.now : undefined,
    kept: [...state.kept],
    invocation: invocation && {
      ...invocation,
      number: undefined,
      atWork: undefined,
      startedAt: times === "exact" ? invocation.startedAt : undefined,
      movedAt: times === "exact" ? invocation.movedAt : undefined,
      handler: invocation.handler?.kind,
      answer: invocation.answer?.kind,
      recordedResult: invocation.recordedResult !== undefined,
      phases: invocation.phases.flat().map(meaningOfPhase),
      call: invocation.call && {
        ...invocation.call,
        updates: invocation.call.updates.map(({ type, error, payload, ...update }) => ({
          ...update,
          name: error?.name,
          // It follows from the payload, which is empty.
          replayChildren: undefined,
          payload: type === "CONTEXT" ? (payload ?? error?.message) : undefined,
        })),
      },
    },
  });
  const relative = text.replaceAll(/"(dueAt|until)":(\d+)/g, (_, key, at) => {
    const ahead = Math.max(0, Number(at) - state.now);
    return `"${key}":${times === "untimed" ? Math.min(1, ahead) : ahead}`;
  });
  if (times !== "untimed") return relative;
  return relative.replaceAll(/"(delaySeconds|retrySeconds)":\d+/g, '"$1":"some"');
}

function meaningOfPhase(phase: Phase): unknown {
  if (phase.at === "resolved") return phase.at;
  return phase.at === "ended" ? [phase.at, phase.outcome.kind] : phase;
}

/** What can come next; which invocation it is decides nothing. */
function next(case_: Case, state: State): string {
  const events = enabled(worldOf(case_, awsGuarantees), state, { polls: true, order: true });
  return JSON.stringify(
    events.map((event: Event) => {
      return event.kind === "invocation-started" ? { ...event, invocation: undefined } : event;
    }),
  );
}

/** Of a right run and of some that are struck. */
function statesOf(case_: Case): readonly State[] {
  return [0, 1, 2].flatMap((seed) => {
    return randomWalk(case_, choicesFrom(seed), { maximumEvents: 150 }).states;
  });
}

/** Other values of what is one of several words, by its key. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  execution: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT"],
  outcome: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT"],
  status: ["none", "STARTED", "PENDING", "READY", "SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"],
  action: ["START", "SUCCEED", "FAIL", "RETRY"],
  change: ["none", "ahead", "met"],
  serdesFailed: ["no", "in-passing", "for-good"],
  failure: ["throttled", "server-error"],
};
/** What need not be there. */
const MAY_BE_ABSENT = new Set([
  "answer",
  "call",
  "delaySeconds",
  "dueAt",
  "failure",
  "handler",
  "invocation",
  "recordedResult",
  "retrySeconds",
]);
/** What says which form something has: with another it would be nothing that there is. */
const FORMS = new Set(["kind", "at", "type"]);

/** The value with each small change to one of its leaves. */
function* changed(value: unknown, key = ""): Generator<unknown> {
  if (typeof value === "number") {
    yield value + 1;
  } else if (typeof value === "boolean") {
    yield !value;
  } else if (typeof value === "string") {
    if (FORMS.has(key)) return;
    yield* OTHER_WORDS[key]?.filter((each) => each !== value) ?? [`${value}?`];
  } else if (value instanceof Map) {
    yield new Map([...value].slice(1));
    for (const [index, each] of value) {
      yield new Map([...value, [index + 100, each]]);
      for (const other of changed(each)) yield new Map([...value, [index, other]]);
    }
  } else if (Array.isArray(value)) {
    if (value.length > 0 && typeof value[0] !== "object") yield value.slice(1);
    for (const [index, each] of value.entries()) {
      for (const other of changed(each, key)) yield value.with(index, other);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      if (MAY_BE_ABSENT.has(name) && each !== undefined) yield { ...value, [name]: undefined };
      for (const other of changed(each, name)) yield { ...value, [name]: other };
    }
  }
}

/** One state in this many is changed. */
const ONE_IN = 9;

describe.each(Object.entries(RIGHT_CASES))("%s", (_, cases) => {
  test.each(["exact", "ahead", "untimed"] as const)(
    "of small changes those are written that mean something (%s)",
    (times) => {
      for (const [name, case_] of Object.entries(cases)) {
        for (const state of statesOf(case_).filter((__, index) => index % ONE_IN === 0)) {
          const [words, means] = [written(state, times), meaning(state, times)];
          for (const other of changed(state) as Generator<State>) {
            const isSame = meaning(other, times) === means;
            if ((written(other, times) === words) !== isSame) {
              const expected = isSame ? "written alike" : "written otherwise";
              expect([name, JSON.stringify(other)]).toEqual([JSON.stringify(state), expected]);
            }
          }
        }
      }
    },
  );

  test.each(["exact", "ahead"] as const)("what is written is what it means (%s)", (times) => {
    for (const [name, case_] of Object.entries(cases)) {
      const meanings = new Map<string, State>();
      for (const state of statesOf(case_)) {
        const words = written(state, times);
        const known = meanings.get(words);
        if (known === undefined) meanings.set(words, state);
        else expect([name, meaning(state, times)]).toEqual([name, meaning(known, times)]);
      }
      const distinct = new Set([...meanings.values()].map((state) => meaning(state, times)));
      expect([name, distinct.size]).toEqual([name, meanings.size]);
    }
  });

  test("states that are written alike are followed by the same", () => {
    for (const [name, case_] of Object.entries(cases)) {
      const known = new Map<string, State>();
      for (const state of statesOf(case_)) {
        const words = written(state, "exact");
        const other = known.get(words);
        if (other === undefined) known.set(words, state);
        else expect([name, next(case_, state)]).toEqual([name, next(case_, other)]);
      }
    }
  });
});
