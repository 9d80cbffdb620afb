/** When the retry strategy is asked, and what follows from its answer. */
import { change, changeUpdate, drop, endWith, insertAfter } from "../history-editor.ts";
import {
  attempts,
  caseOf,
  insideBody,
  ONCE,
  step,
  THROWS,
  THROWS_ONCE,
  takes,
} from "../small-cases.ts";
import {
  asked,
  bodyEntered,
  type Example,
  INTERRUPTION,
  requested,
  SOMETHING_ELSE,
  stepUpdate,
  thrownBy,
} from "./example.ts";

const secondCall = { kind: "operation-called", operation: "charge", nth: 2 } as const;
const question = { kind: "strategy-asked", operation: "charge" } as const;

const throwing = caseOf([step("charge", THROWS)]);
const retried = caseOf([step("charge", { ...THROWS_ONCE, ...attempts(2) })]);
const retriedTwice = caseOf([step("charge", { ...THROWS, ...attempts(3) })]);
const byDefault = caseOf([step("charge", { ...THROWS_ONCE, retry: { policy: "default" } })]);
const interrupted = caseOf([step("charge", { ...ONCE, ...attempts(2) })], [insideBody("charge")]);

const strategyThrows = caseOf([
  step("charge", { ...THROWS, retry: { policy: "limited", attempts: 1, manner: "throws" } }),
]);
const polled = caseOf([
  {
    kind: "wait-for-condition",
    name: "job",
    polls: 2,
    delaySeconds: 4,
    runs: [{ does: "return", milliseconds: 0 }],
    onError: "throw",
  },
]);

export const RETRIES: readonly Example[] = [
  {
    property: "strategy-asked-with-cause",
    right: interrupted,
    wrong: [
      {
        engine: "asks about the interruption of an at-least-once step",
        case: caseOf([step("charge")], [insideBody("charge")]),
        edits: [insertAfter(secondCall, asked("charge", INTERRUPTION))],
        reason: "asked-about-interruption",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "asks about an error that nothing threw",
        case: caseOf([step("charge")]),
        edits: [
          insertAfter(
            { kind: "body-finished", operation: "charge" },
            asked("charge", SOMETHING_ELSE),
          ),
        ],
        reason: "asked-about-another-error",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "asks about another error than the body threw",
        case: throwing,
        edits: [change(question, { error: SOMETHING_ELSE })],
        reason: "asked-about-another-error",
        rule: "strategy-asked-for-another-error",
      },
      {
        engine: "asks twice about one error",
        case: throwing,
        edits: [insertAfter(question, asked("charge", thrownBy("charge", 1)))],
        reason: "asked-about-another-error",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "asks about an error again after its RETRY is recorded",
        case: byDefault,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "RETRY" },
            asked("charge", thrownBy("charge", 1), 2),
          ),
        ],
        reason: "asked-about-another-error",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "asks twice about one interruption",
        case: interrupted,
        edits: [insertAfter(question, asked("charge", INTERRUPTION))],
        reason: "asked-about-interruption",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "asks about an interruption with another message",
        case: interrupted,
        edits: [change(question, { error: { ...INTERRUPTION, message: "something else" } })],
        reason: "interruption-in-other-words",
        rule: "strategy-asked-for-another-error",
      },
      {
        engine: "asks about the interruption of an attempt that it has just started",
        case: caseOf([step("charge", ONCE)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "START" },
            asked("charge", INTERRUPTION),
          ),
        ],
        reason: "asked-about-interruption",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "asks about the interruption of an at-least-once step whose START is recorded",
        case: caseOf(
          [step("charge", takes(1_000))],
          [{ edge: "body-finished", operation: "charge", occurrence: 1 }],
        ),
        edits: [insertAfter(secondCall, asked("charge", INTERRUPTION))],
        reason: "asked-about-interruption",
        rule: "strategy-asked-without-cause",
      },
    ],
  },
  {
    property: "retries-follow-the-strategy",
    right: retried,
    wrong: [
      {
        engine: "retries a step whose strategy says stop",
        case: throwing,
        edits: [
          endWith(
            question,
            requested(
              stepUpdate("charge", "RETRY", { error: thrownBy("charge", 1), delaySeconds: 5 }),
            ),
          ),
        ],
        reason: "RETRY-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "retries after another delay",
        case: retried,
        edits: [changeUpdate("charge", "RETRY", { delaySeconds: 4 })],
        reason: "RETRY-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "retries after another delay than the strategy named, if one that it may name",
        case: caseOf([step("charge", { ...THROWS_ONCE, retry: { policy: "exponential" } })]),
        edits: [change(question, { decision: { kind: "retry", delaySeconds: 4 } })],
        reason: "RETRY-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "has a helper whose delays grow too long",
        case: caseOf([step("charge", { ...THROWS_ONCE, retry: { policy: "exponential" } })]),
        edits: [
          change(question, { decision: { kind: "retry", delaySeconds: 6 } }),
          changeUpdate("charge", "RETRY", { delaySeconds: 6 }),
        ],
        reason: "helper-against-its-settings",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "gives up with retries left",
        case: byDefault,
        edits: [
          endWith(
            { kind: "body-finished", operation: "charge" },
            requested(stepUpdate("charge", "FAIL", { error: thrownBy("charge", 1) })),
          ),
        ],
        reason: "FAIL-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "asks its strategy before the body has ended",
        case: throwing,
        edits: [
          drop(question),
          insertAfter(
            { kind: "body-entered", operation: "charge" },
            asked("charge", thrownBy("charge", 1)),
          ),
        ],
        reason: "FAIL-unasked",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "fails a step whose strategy says retry",
        case: retried,
        edits: [changeUpdate("charge", "RETRY", { action: "FAIL" })],
        reason: "FAIL-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "retries by default after a delay that the default does not have",
        case: byDefault,
        edits: [changeUpdate("charge", "RETRY", { delaySeconds: 4_000 })],
        reason: "RETRY-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "retries after no delay at all",
        case: retried,
        edits: [
          endWith(
            question,
            requested(stepUpdate("charge", "RETRY", { error: thrownBy("charge", 1) })),
          ),
        ],
        reason: "RETRY-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "retries a step whose strategy has thrown",
        case: strategyThrows,
        edits: [
          endWith(
            question,
            requested(
              stepUpdate("charge", "RETRY", { error: thrownBy("charge", 1), delaySeconds: 5 }),
            ),
          ),
        ],
        reason: "RETRY-against-strategy",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "fails a step without asking its strategy",
        case: throwing,
        edits: [drop(question)],
        reason: "FAIL-unasked",
        rule: "recorded-without-cause",
      },
      {
        engine: "retries a step without asking its strategy",
        case: retried,
        edits: [drop(question)],
        reason: "RETRY-unasked",
        rule: "recorded-without-cause",
      },
    ],
    allowed: [
      {
        engine: "retries by its own default strategy, which nobody watches",
        case: byDefault,
        edits: [],
        verdict: "holds",
      },
      {
        engine: "fails a step whose strategy has thrown",
        case: strategyThrows,
        edits: [],
        verdict: "holds",
      },
    ],
  },
  {
    property: "retries-not-before-their-delay",
    right: retried,
    wrong: [
      {
        engine: "runs the next attempt at once",
        case: retried,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "RETRY" },
            bodyEntered("charge", 2, 2),
          ),
        ],
        reason: "body-before-due",
        rule: "body-ran-before-its-retry-was-due",
      },
      {
        engine: "runs the next attempt when it thinks that it is time, and no timer has fired",
        case: retried,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "RETRY" },
            { ...bodyEntered("charge", 2, 2), at: 50_000 },
          ),
        ],
        reason: "body-before-due",
        rule: "stayed-with-nothing-to-do",
      },
      {
        engine: "runs an attempt after the timer of the one before",
        case: retriedTwice,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "RETRY", nth: 2 },
            { ...bodyEntered("charge", 3, 3), at: 50_000 },
          ),
        ],
        reason: "body-before-due",
        rule: "stayed-with-nothing-to-do",
      },
      {
        engine: "polls a condition again at once",
        case: polled,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "job", action: "RETRY" },
            bodyEntered("job", 2, 2),
          ),
        ],
        reason: "body-before-due",
        rule: "body-ran-before-its-retry-was-due",
      },
      {
        engine: "has its timer fired too early",
        case: retried,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "RETRY" },
            { kind: "timer-fired", operation: "charge" },
            bodyEntered("charge", 2, 2),
          ),
        ],
        reason: "body-before-due",
        rule: "service-broke-its-rules",
      },
    ],
  },
];
