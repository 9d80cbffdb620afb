/**
 * The workload that all contenders run: five steps, at least once, whose bodies return at once, and
 * then a wait of five seconds. Once as data for this harness and its model, once as the plain
 * handler that a user would write; both give the same result in two invocations.
 */
import { type Case, makeCase } from "../model/case.ts";
import type { History } from "../model/history.ts";
import type { Schedule } from "../model/schedule.ts";
import { returnedValue } from "../model/values.ts";
import type { Operation } from "../model/workflow.ts";

const STEP_NAMES = ["step1", "step2", "step3", "step4", "step5"];
const WAIT_NAME = "pause";
const WAIT_SECONDS = 5;

/** What a right run of the workload comes to. */
export interface Expected {
  /** What the handler returns, serialised. */
  readonly result: string;
  readonly invocations: number;
}

/** Without interruptions the first run of each body counts, and the wait needs one more invocation. */
export const EXPECTED: Expected = expected({}, 2);
/** The two interruptions need one more invocation each, and one body runs again. */
export const EXPECTED_INTERRUPTED: Expected = expected({ step3: 2 }, 4);

function expected(runs: Readonly<Record<string, number>>, invocations: number): Expected {
  const steps = STEP_NAMES.map((name) => [name, returnedValue(name, runs[name] ?? 1)]);
  return {
    result: JSON.stringify({ ...Object.fromEntries(steps), [WAIT_NAME]: null }),
    invocations,
  };
}

const operations: readonly Operation[] = [
  ...STEP_NAMES.map(
    (name): Operation => ({
      kind: "step",
      name,
      semantics: "AtLeastOncePerRetry",
      retry: { policy: "default" },
      runs: [{ does: "return", milliseconds: 0 }],
      onError: "throw",
    }),
  ),
  { kind: "wait", name: WAIT_NAME, seconds: WAIT_SECONDS },
];

/** Interrupts inside a body, and once more when a step has been recorded but not yet replied to. */
const twoInterruptions: Schedule = {
  interruptions: [
    { edge: "body-entered", operation: "step3", occurrence: 1 },
    { edge: "checkpoint-recorded", operation: "step4", action: "SUCCEED", occurrence: 1 },
  ],
};

export const plainCase: Case = makeCase({ operations });
/** The same workflow under two interruptions, for what must not stay behind after them. */
export const interruptedCase: Case = makeCase({ operations }, twoInterruptions);

/** What the plain handler uses of an SDK's context; `Semantics` is what the SDK calls them. */
export interface HandlerContext<Semantics> {
  step(
    name: string,
    body: () => Promise<string>,
    options: { readonly semantics: Semantics },
  ): PromiseLike<unknown>;
  wait(name: string, duration: { readonly seconds: number }): PromiseLike<unknown>;
}

/** The workload as a user would write it; retries are the SDK's own. */
export function createPlainHandler<Semantics>(atLeastOnce: Semantics) {
  return async (_input: unknown, context: HandlerContext<Semantics>): Promise<unknown> => {
    const given: Record<string, unknown> = {};
    for (const name of STEP_NAMES) {
      given[name] = await context.step(name, async () => `${name}#1`, { semantics: atLeastOnce });
    }
    given[WAIT_NAME] = (await context.wait(WAIT_NAME, { seconds: WAIT_SECONDS })) ?? null;
    return given;
  };
}

/**
 * The number of invocations in a history.
 * @throws Error unless it is a success with the expected result and number of invocations.
 */
export function checkHistory(history: History, expected = EXPECTED): number {
  const last = history.at(-1);
  const answer = history.at(-2);
  const result =
    answer?.kind === "answer-accepted" && answer.answer.kind === "SUCCEEDED"
      ? answer.answer.result
      : undefined;
  const status = last?.kind === "execution-ended" ? last.status : "(no end)";
  checkResult(status, result, expected);
  const invocations = history.filter(({ kind }) => kind === "invocation-started").length;
  if (invocations === expected.invocations) return invocations;
  throw new Error(`The workload took ${invocations} invocations, not ${expected.invocations}`);
}

/** @throws Error unless an execution ended as the workload must. */
export function checkResult(status: string, result: string | undefined, expected = EXPECTED): void {
  if (status === "SUCCEEDED" && result === expected.result) return;
  throw new Error(`The workload ended ${status} with ${result}`);
}
