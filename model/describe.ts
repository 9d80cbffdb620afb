/** The only place where events become words; workflows and schedules have files of their own. */
import { FAILURE_WORDS } from "./describe-schedule.ts";
import type { Answer, Decision, ErrorView, Event, Outcome, Update } from "./history.ts";
import type { LogRecord, Phase } from "./state.ts";

/** `"charge#1"`, `nothing`, or `StepError caused by StepInterruptedError: …`. */
export function describeOutcome(outcome: Outcome): string {
  return outcome.kind === "returned" ? (outcome.value ?? "nothing") : describeError(outcome.error);
}

/** The names along the chain of causes, then the message. */
export function describeError(error: ErrorView): string {
  const names = [error.name];
  for (let cause = error.cause; cause !== undefined; cause = cause.cause) names.push(cause.name);
  return `${names.join(" caused by ")}: ${error.message}`;
}

export function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case "SUCCEEDED":
      return `SUCCEEDED with ${answer.result ?? "nothing"}`;
    case "FAILED":
      return `FAILED with ${describeError(answer.error)}`;
    case "PENDING":
      return "PENDING";
    case "threw":
      return `nothing: it threw ${describeError(answer.error)}`;
  }
}

export function describeDecision(decision: Decision): string {
  if (decision.kind === "retry") return `retry after ${decision.delaySeconds} s`;
  return decision.kind === "stop" ? "stop" : `throw ${decision.error.message}`;
}

export function describeUpdate(update: Update): string {
  const { operation, type, action, payload, error, delaySeconds } = update;
  if (type === "WAIT") return `${action} ${operation} for ${delaySeconds} s`;
  if (action === "START") return `START ${operation}`;
  if (action === "SUCCEED") return `SUCCEED ${operation} ${payload ?? "nothing"}`;
  const why = error === undefined ? "" : ` ${error.name}`;
  return action === "RETRY"
    ? `RETRY ${operation}${why}, after ${delaySeconds} s`
    : `FAIL ${operation}${why}`;
}

/** An event in words: a verb, what it is about, and how that went (`ok` where that is all). */
export interface EventWords {
  readonly verb: string;
  readonly subject: string;
  readonly detail: string;
}

export function describeEvent(event: Event): EventWords {
  switch (event.kind) {
    case "invocation-started":
      return words("start", `invocation ${event.invocation}`);
    case "operation-called":
      return words("call", event.operation);
    case "body-entered":
      return words("run", event.operation, `${attemptOf(event.attempt)}run ${event.run}`);
    case "body-finished": {
      const verb = event.outcome.kind === "returned" ? "return" : "throw";
      return words(verb, event.operation, describeOutcome(event.outcome));
    }
    case "strategy-asked": {
      const detail = `${describeDecision(event.decision)}, attempt ${event.attempt}, ${event.error.name}`;
      return words("ask", `strategy of ${event.operation}`, detail);
    }
    case "checkpoint-requested":
      return words("write", describeUpdates(event.updates), "sent");
    case "checkpoint-recorded": {
      const stale = event.withUsedUpToken === true;
      return words("record", describeUpdates(event.updates), stale ? "stale token" : "durable");
    }
    case "checkpoint-replied":
      return words("reply", describeUpdates(event.updates), event.withoutToken && "no token");
    case "checkpoint-refused":
      return words("refuse", describeUpdates(event.updates), event.error.message);
    case "checkpoint-failed":
      return words("fail", describeUpdates(event.updates), FAILURE_WORDS[event.failure]);
    case "page-failed":
      return words("fail", "a page of the log", FAILURE_WORDS[event.failure]);
    case "operation-resolved":
      return words("give", event.operation, describeOutcome(event.outcome));
    case "serdes-failed":
      return words("fail", `serdes of ${event.operation}`, `could not ${event.doing}`);
    case "timer-fired":
      return words("timer", event.operation);
    case "outside-ended":
      return words("outside", event.operation, event.status);
    case "heartbeat":
      return words("beat", event.operation);
    case "handler-finished":
      return words("finish", "handler", describeOutcome(event.outcome));
    case "invocation-answered":
      return words("answer", event.answer.kind, describeAnswer(event.answer));
    case "answer-accepted":
      return words("accept", event.answer.kind);
    case "answer-refused":
      return words("refuse", event.answer.kind, event.error.message);
    case "body-entered-afterwards":
      return words("run", event.operation, `${event.afterMilliseconds} ms after the end`);
    case "interrupted":
      if (event.why === "invocation-timeout") return words("TIMEOUT", "the invocation limit");
      return words("CRASH", event.why === "crashed" ? "by itself" : "");
    case "execution-ended":
      return words("end", "execution", event.status);
    case "error-escaped":
      return words("escape", "error", describeError(event.error));
    case "input-differs":
      return words("give", "input", event.input);
    case "asked-otherwise":
      return words("ask", event.operation, `${ASKED[event.what]}: ${event.found}`);
    case "livelocked":
      return words("LIVELOCK", "");
  }
}

/** What an outside party was asked for otherwise than it should be. */
export const ASKED = {
  function: "invoked another function",
  input: "gave another input",
  "callback-id": "gave another id for the callback",
} as const;

function words(verb: string, subject: string, detail = "ok"): EventWords {
  return { verb, subject, detail };
}

function attemptOf(attempt: number | undefined): string {
  return attempt === undefined ? "" : `attempt ${attempt}, `;
}

function describeUpdates(updates: readonly Update[]): string {
  return updates.length === 0 ? "nothing (a poll)" : updates.map(describeUpdate).join("; ");
}

/** What the log says of an operation: `PENDING, attempt 2, due at 5000 ms`. */
export function describeRecord({ status, attempt, dueAt }: LogRecord): string {
  if (status === "none") return "nothing";
  const which = attempt > 1 ? `, attempt ${attempt}` : "";
  return `${status}${which}${dueAt === undefined ? "" : `, due at ${dueAt} ms`}`;
}

/** How far the live invocation has come with an operation. */
export function describePhase(phase: Phase): string {
  switch (phase.at) {
    case "absent":
      return "not called";
    case "started":
      return "called, START recorded";
    case "waiting":
      return "waiting for news";
    case "running":
      return `running, run ${phase.run}`;
    case "returned":
    case "threw":
      return `run ${phase.run} ${phase.at}`;
    case "decided":
      return phase.retrySeconds === undefined
        ? "decided not to retry"
        : `decided to retry after ${phase.retrySeconds} s`;
    case "strategy-threw":
      return "its retry strategy threw";
    case "closed":
      return "its end recorded";
    case "ended":
      return `ended with ${describeOutcome(phase.outcome)}`;
    case "resolved":
      return `gave ${describeOutcome(phase.outcome)}`;
    case "called":
      return "called";
  }
}
