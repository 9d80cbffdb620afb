/** The small workflows on which the model and the Promela program are compared. */
import type { RetryPolicy } from "../retry.ts";
import type { BodyRun, Operation, Semantics, Step, Workflow } from "../workflow.ts";

/** A workflow and the most interruptions that it is explored under. */
export interface Subject {
  readonly workflow: Workflow;
  readonly interruptions: number;
}

const SEMANTICS: readonly Semantics[] = ["AtLeastOncePerRetry", "AtMostOncePerRetry"];
const RETRIES: readonly RetryPolicy[] = [{ policy: "never" }, limited(2), limited(3)];
/** All that bodies can do in up to three runs; the last repeats, so it differs from the one before. */
const RUNS = ["R", "T", "RT", "TR", "RRT", "RTR", "TRT", "TTR"];
const ON_ERROR: readonly Step["onError"][] = ["throw", "catch"];

/** Every workflow of one step. */
export function oneStep(): readonly Subject[] {
  const subjects: Subject[] = [];
  for (const semantics of SEMANTICS) {
    for (const retry of RETRIES) {
      for (const runs of RUNS) {
        for (const onError of ON_ERROR) {
          const operations = [step("a", semantics, retry, runs, onError)];
          subjects.push({ workflow: { operations }, interruptions: 3 });
        }
      }
    }
  }
  return subjects;
}

/** Every workflow of two operations out of nine that differ in what they can do to each other. */
export function twoOperations(): readonly Subject[] {
  const kit = (name: string): readonly Operation[] => [
    step(name, "AtLeastOncePerRetry", { policy: "never" }, "R", "throw"),
    step(name, "AtLeastOncePerRetry", { policy: "never" }, "TR", "throw"),
    step(name, "AtLeastOncePerRetry", limited(2), "TR", "catch"),
    step(name, "AtLeastOncePerRetry", limited(2), "T", "throw"),
    step(name, "AtMostOncePerRetry", { policy: "never" }, "R", "throw"),
    step(name, "AtMostOncePerRetry", { policy: "never" }, "R", "catch"),
    step(name, "AtMostOncePerRetry", limited(2), "TR", "catch"),
    step(name, "AtMostOncePerRetry", limited(2), "T", "throw"),
    wait(name),
  ];
  return kit("a").flatMap((first) =>
    kit("b").map((second) => ({ workflow: { operations: [first, second] }, interruptions: 2 })),
  );
}

/** Workflows of three operations, with a wait in each place and in none. */
export function threeOperations(): readonly Subject[] {
  const kit = (name: string): readonly Operation[] => [
    step(name, "AtLeastOncePerRetry", limited(2), "TR", "catch"),
    step(name, "AtMostOncePerRetry", { policy: "never" }, "R", "catch"),
    step(name, "AtMostOncePerRetry", limited(3), "TTR", "throw"),
  ];
  const steps = kit("a").flatMap((first) => kit("b").map((second) => [first, second] as const));
  const third = step("c", "AtMostOncePerRetry", limited(2), "TR", "throw");
  return steps
    .flatMap(([first, second]) => [
      [wait("c"), first, second],
      [first, wait("c"), second],
      [first, second, wait("c")],
      [first, second, third],
    ])
    .map((operations) => ({ workflow: { operations }, interruptions: 3 }));
}

/** Three steps that retry and throw: enough to measure speed on. */
export const HEAVY: Workflow = {
  operations: [
    step("a", "AtMostOncePerRetry", limited(3), "TTR", "catch"),
    step("b", "AtLeastOncePerRetry", limited(3), "TTR", "catch"),
    step("c", "AtMostOncePerRetry", limited(3), "TTR", "throw"),
  ],
};

function limited(attempts: number): RetryPolicy {
  return { policy: "limited", attempts, delaySeconds: 1 };
}

/** `runs` has a letter for each run: R returns, T throws. */
function step(
  name: string,
  semantics: Semantics,
  retry: RetryPolicy,
  runs: string,
  onError: Step["onError"],
): Step {
  const bodies = [...runs].map((letter): BodyRun => {
    return { does: letter === "R" ? "return" : "throw", milliseconds: 0 };
  });
  return { kind: "step", name, semantics, retry, runs: bodies, onError };
}

function wait(name: string): Operation {
  return { kind: "wait", name, seconds: 5 };
}
