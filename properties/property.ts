/**
 * A property is a guarantee stated in a sentence, with a check of it: a pure function from what was
 * observed in one run to a verdict. Checks are written without the model, so that a mistake in one
 * does not hide in the other.
 */
import type { Story } from "./story.ts";

export interface Property {
  /** Stable; also the name of the file. */
  readonly id: string;
  /** What is promised, in a sentence. */
  readonly sentence: string;
  /** Where the promise is written down. */
  readonly source: string;
  /** The requirements of AWS's own conformance suite that it covers, by id. */
  readonly requirements?: readonly string[];
  /** `all` where only cases of every kind of operation exercise it. */
  readonly scope?: "all";
  /** Whether it compares with a run that nothing interrupts (`Story.crashFree`). */
  readonly usesCrashFreeRun?: true;
  /** What only cases that have it exercise it by. */
  readonly onlyWith?: "faults" | "change";
  readonly check: (story: Story) => Verdict;
}

export type Verdict = Holds | Broken | Unknown;

export interface Holds {
  readonly kind: "holds";
}

export interface Broken {
  readonly kind: "broken";
  /** The index in the history of the first event that breaks the promise. */
  readonly at: number;
  /** The operation concerned, where there is one. */
  readonly operation: string | undefined;
  /** What was broken, as a stable code; part of the failure's signature. */
  readonly reason: string;
  /** What was promised here, as the end of "Expected …". */
  readonly expected: string;
  /** What was seen instead, as the end of "The engine …". */
  readonly found: string;
}

/** Nothing can be said, and why. Never a pass. */
export interface Unknown {
  readonly kind: "unknown";
  readonly reason: string;
}

const HOLDS: Holds = { kind: "holds" };
const NOT_EXERCISED: Unknown = { kind: "unknown", reason: "nothing in the run exercised it" };

/** The verdict of a check that met `exercised` occasions and broke at none. */
export function holdsIf(exercised: boolean): Verdict {
  return exercised ? HOLDS : NOT_EXERCISED;
}

/** The earliest of what a check has found broken; else the verdict of one that broke at none. */
export function earliestOf(found: readonly Broken[], exercised: boolean): Verdict {
  let first: Broken | undefined;
  for (const each of found) if (first === undefined || each.at < first.at) first = each;
  return first ?? holdsIf(exercised);
}

export function broken(
  at: number,
  operation: string | undefined,
  reason: string,
  expected: string,
  found: string,
): Broken {
  return { kind: "broken", at, operation, reason, expected, found };
}

const THREW = "the check threw";

/** Whether the verdict is that of a check that threw: a mistake of ours, and no matter of the run. */
export function isThrown(verdict: Verdict): verdict is Unknown {
  return verdict.kind === "unknown" && verdict.reason.startsWith(THREW);
}

/** The property's verdict; a check that throws gives unknown, never a pass. */
export function judge(property: Property, story: Story): Verdict {
  try {
    return property.check(story);
  } catch (error) {
    return { kind: "unknown", reason: `${THREW}: ${String(error)}` };
  }
}
