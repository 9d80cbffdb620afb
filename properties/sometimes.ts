/**
 * What must have been exercised. A `sometimes` property beside the `always` ones: seen in at least
 * one run, or it is a gap that is reported.
 */
import { FAILURE_WORDS } from "../model/describe-schedule.ts";
import { FAILURE_NAMES } from "../model/fault.ts";
import type { Event } from "../model/history.ts";
import { pointKey, pointsOf } from "../model/points.ts";
import { changeMet } from "./changed-handlers.ts";
import { closing, lastBefore, type OperationStory, type Story, stepStories } from "./story.ts";

export interface Sometimes {
  readonly id: string;
  readonly sentence: string;
  /** `all` where only cases of every kind of operation show it. */
  readonly scope?: "all";
  readonly seen: (story: Story) => boolean;
}

/** Each fault is seen by itself, on a checkpoint call that carries something. */
const FAULTS: readonly Sometimes[] = FAILURE_NAMES.map((name) => ({
  id: `call-${name}`,
  sentence: `A checkpoint call ${FAILURE_WORDS[name]}.`,
  seen: ({ history }) =>
    history.some(
      (event) =>
        event.kind === "checkpoint-failed" && event.failure === name && event.updates.length > 0,
    ),
}));

export const SOMETIMES: readonly Sometimes[] = [
  {
    id: "interrupted-inside-a-body",
    sentence: "An invocation was interrupted while a body was running.",
    seen: (story) => stepStories(story).some((step) => interruptedBody(story, step)),
  },
  {
    id: "at-most-once-interrupted-and-retried",
    sentence: "An at-most-once step was interrupted and its strategy had retries left.",
    seen: (story) => recordedForInterruption(story, "RETRY"),
  },
  {
    id: "at-most-once-interrupted-and-failed",
    sentence: "An at-most-once step was interrupted and its strategy had no retry left.",
    seen: (story) => recordedForInterruption(story, "FAIL"),
  },
  {
    id: "at-least-once-ran-again",
    sentence: "The body of an at-least-once step ran again in the same attempt.",
    seen: (story) =>
      stepStories(story).some(
        (step) => interruptedBody(story, step, "AtLeastOncePerRetry") && step.entered.length > 1,
      ),
  },
  {
    id: "retried-then-succeeded",
    sentence: "A step was retried and then succeeded.",
    seen: (story) =>
      stepStories(story).some(
        (step) => wasRetried(step) && closing(step)?.update.action === "SUCCEED",
      ),
  },
  {
    id: "retries-exhausted",
    sentence: "A step was retried and then failed for good.",
    seen: (story) =>
      stepStories(story).some(
        (step) => wasRetried(step) && closing(step)?.update.action === "FAIL",
      ),
  },
  {
    id: "retried-by-the-default-strategy",
    sentence: "The engine's own default strategy retried a step.",
    seen: (story) =>
      stepStories(story).some(
        (step) => step.operation.retry.policy === "default" && wasRetried(step),
      ),
  },
  {
    id: "interrupted-while-a-retry-was-pending",
    sentence: "An invocation was interrupted after a RETRY was recorded and before it was due.",
    seen: (story) => interruptedWhilePending(story, "RETRY"),
  },
  {
    id: "interrupted-while-a-wait-was-pending",
    sentence: "An invocation was interrupted after a wait had started and before it ended.",
    seen: (story) => interruptedWhilePending(story, "START"),
  },
  {
    id: "request-lost",
    sentence: "An invocation died with a checkpoint request that was never recorded.",
    seen: ({ history }) => struckAtCall(history, "checkpoint-requested"),
  },
  {
    id: "reply-lost",
    sentence: "An invocation died after its checkpoint was recorded and before it heard so.",
    seen: ({ history }) => struckAtCall(history, "checkpoint-recorded"),
  },
  {
    id: "answer-lost",
    sentence: "An invocation died with an answer that the service never heard.",
    seen: ({ history }) => strikes(history).some((before) => before.kind === "invocation-answered"),
  },
  {
    id: "interrupted-twice",
    sentence: "One execution was interrupted at least twice by its schedule.",
    seen: ({ history }) =>
      history.filter((event) => event.kind === "interrupted" && event.why === "scheduled").length >
      1,
  },
  {
    id: "timed-out-by-the-invocation-limit",
    sentence: "An invocation ran into its limit.",
    seen: ({ history }) =>
      history.some((event) => event.kind === "interrupted" && event.why === "invocation-timeout"),
  },
  {
    id: "timed-out-by-the-execution-limit",
    sentence: "An execution ran into its limit.",
    seen: ({ history }) => ended(history, "TIMED_OUT"),
  },
  {
    id: "error-caught",
    sentence: "The handler caught a step's error and went on.",
    seen: (story) =>
      stepStories(story).some(
        ({ operation, resolved }) =>
          operation.onError === "catch" &&
          resolved.some(({ event }) => event.outcome.kind === "threw"),
      ),
  },
  {
    id: "replayed-past-a-wait",
    sentence: "A replay went past a wait that had ended before.",
    seen: (story) =>
      story.byNode.some(
        ({ operation, resolved }) => operation.kind === "wait" && resolved.length > 1,
      ),
  },
  {
    id: "execution-succeeded",
    sentence: "An interrupted execution succeeded.",
    seen: ({ history }) =>
      ended(history, "SUCCEEDED") && history.some((event) => event.kind === "interrupted"),
  },
  {
    id: "execution-failed",
    sentence: "An execution failed.",
    seen: ({ history }) => ended(history, "FAILED"),
  },
  ...FAULTS,
  {
    id: "reply-without-token",
    sentence: "A reply came without a token for the next call.",
    seen: ({ history }) => history.some((event) => "withoutToken" in event),
  },
  {
    id: "reply-late",
    sentence: "Something happened between the recording of a call and its late reply.",
    seen: ({ history }) => history.some((event, index) => isBetween(history, event, index)),
  },
  {
    id: "ended-from-outside-at-an-edge",
    sentence: "An outside party acted right at an edge of the schedule, in a live invocation.",
    scope: "all",
    seen: arrivedAtAnEdge,
  },
  {
    id: "succeeded-after-a-failed-call",
    sentence: "An execution succeeded although a call had failed.",
    seen: ({ history }) =>
      ended(history, "SUCCEEDED") && history.some(({ kind }) => kind === "checkpoint-failed"),
  },
  {
    id: "changed-handler-met",
    sentence: "A replay met another operation than the log has.",
    seen: (story) => story.invocations.some((each) => changeMet(story, each) !== undefined),
  },
  {
    id: "page-failed",
    sentence: "A page of the log could not be had.",
    seen: ({ history }) => history.some(({ kind }) => kind === "page-failed"),
  },
  {
    id: "replayed-from-an-empty-page",
    sentence: "A replay started with an empty page of the log.",
    seen: ({ case: { schedule }, invocations }) =>
      schedule.pages?.first === 0 && invocations.length > 1,
  },
  {
    id: "replayed-from-several-pages",
    sentence: "A replay started with some of the log, and had to ask for the rest.",
    seen: ({ case: { schedule }, invocations }) =>
      schedule.pages?.first === 1 && invocations.length > 1,
  },
];

/** What cases of this scope must show. */
export function sometimesOf(scope: "sequential" | "all"): readonly Sometimes[] {
  return SOMETIMES.filter((each) => each.scope === undefined || each.scope === scope);
}

function interruptedBody(
  story: Story,
  step: ReturnType<typeof stepStories>[number],
  semantics = step.operation.semantics,
): boolean {
  if (step.operation.semantics !== semantics) return false;
  return step.entered.some((entered) => {
    const finished = step.finished.some(({ event }) => event.run === entered.event.run);
    const invocation = story.invocations[entered.invocation - 1];
    return !finished && invocation?.end?.event.kind === "interrupted";
  });
}

function recordedForInterruption(story: Story, action: "RETRY" | "FAIL"): boolean {
  const { name } = story.guarantees.interruption;
  return stepStories(story).some(({ recorded }) =>
    recorded.some(({ update }) => update.action === action && update.error?.name === name),
  );
}

function wasRetried({ recorded }: OperationStory): boolean {
  return recorded.some(({ update }) => update.action === "RETRY");
}

function interruptedWhilePending(story: Story, action: "RETRY" | "START"): boolean {
  const kind = action === "RETRY" ? "step" : "wait";
  const pending = story.byNode.filter(({ operation }) => operation.kind === kind);
  return story.history.some((event, index) => {
    if (event.kind !== "interrupted") return false;
    return pending.some((operation) => {
      const last = lastBefore(operation.recorded, index);
      if (last?.update.action !== action) return false;
      return !operation.fired.some((fired) => fired.index > last.index && fired.index < index);
    });
  });
}

/** Whether a call that was recorded a second ago or more is still without its reply. */
function isBetween(history: readonly Event[], { kind, at }: Event, index: number): boolean {
  if (kind === "checkpoint-replied" || kind === "interrupted") return false;
  const last = history.findLast(
    (event, each) =>
      each < index && (event.kind.startsWith("checkpoint-") || event.kind === "interrupted"),
  );
  return last?.kind === "checkpoint-recorded" && at - last.at >= 1_000;
}

export function arrivedAtAnEdge({ case: { schedule }, history }: Story): boolean {
  const { arrivals = [] } = schedule;
  if (arrivals.length === 0) return false;
  const ends = new Set(arrivals.map((each) => `${pointKey(each)} ${each.ends}`));
  return history.some((event, index) => {
    const before = history[index - 1];
    if (event.kind !== "outside-ended" || before === undefined) return false;
    return pointsOf(before).some((point) => ends.has(`${pointKey(point)} ${event.operation}`));
  });
}

/** What the schedule's interruptions have struck. */
function strikes(history: readonly Event[]): readonly Event[] {
  return history.filter((_, index) => {
    const next = history[index + 1];
    return next?.kind === "interrupted" && next.why === "scheduled";
  });
}

/** Whether one struck a call that carries something: of a poll nothing can be lost. */
function struckAtCall(
  history: readonly Event[],
  kind: "checkpoint-requested" | "checkpoint-recorded",
): boolean {
  return strikes(history).some((event) => event.kind === kind && event.updates.length > 0);
}

function ended(history: readonly Event[], status: string): boolean {
  const last = history.at(-1);
  return last?.kind === "execution-ended" && last.status === status;
}
