/** Small changes to a history, each of the kind that a wrong engine would make. */
import type { Answer, Event, History, Outcome, Update } from "../model/history.ts";
import type { Choose } from "./random-walk.ts";

/** Gives the changed history, or undefined if there is nothing here to change so. */
export type Mutation = (history: History, at: number, choose: Choose) => History | undefined;

const OTHER_ERROR = { name: "TypeError", message: "something else" };

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  drop: (history, at) => history.toSpliced(at, 1),

  duplicate: (history, at) => history.toSpliced(at, 0, history[at] as Event),

  "swap with the next": (history, at) => {
    const [event, next] = [history[at] as Event, history[at + 1]];
    if (next === undefined) return undefined;
    return history.toSpliced(at, 2, { ...next, at: event.at }, { ...event, at: next.at });
  },

  "do again later": (history, at, choose) => {
    const to = at + choose(history.length - at);
    const when = (history[to] as Event).at;
    return history.toSpliced(to, 0, { ...(history[at] as Event), at: when });
  },

  "do before": (history, at, choose) => {
    const to = choose(at + 1);
    const when = (history[to] as Event).at;
    return history.toSpliced(to, 0, { ...(history[at] as Event), at: when });
  },

  "move time back": (history, at, choose) =>
    change(history, at, (event) => ({ ...event, at: Math.max(0, event.at - 1 - choose(5_000)) })),

  "shift the rest in time": (history, at, choose) => {
    const before = history[at - 1]?.at ?? 0;
    const by = Math.max(before - (history[at] as Event).at, choose(10_000) - 5_000);
    return history.map((event, index) => (index < at ? event : { ...event, at: event.at + by }));
  },

  "change the attempt": (history, at, choose) =>
    change(history, at, (event) => {
      if (!("attempt" in event) || event.attempt === undefined) return undefined;
      return { ...event, attempt: event.attempt + (choose(2) === 0 ? -1 : 1) };
    }),

  "change the run": (history, at, choose) =>
    change(history, at, (event) =>
      "run" in event ? { ...event, run: event.run + (choose(2) === 0 ? -1 : 1) } : undefined,
    ),

  "change the outcome": (history, at, choose) =>
    change(history, at, (event) =>
      "outcome" in event ? { ...event, outcome: otherOutcome(event.outcome, choose) } : undefined,
    ),

  "change the error asked about": (history, at, choose) =>
    change(history, at, (event) => {
      if (event.kind !== "strategy-asked") return undefined;
      return { ...event, error: otherError(event.error, choose) };
    }),

  "change the decision": (history, at) =>
    change(history, at, (event) => {
      if (event.kind !== "strategy-asked") return undefined;
      const { decision } = event;
      return decision.kind === "stop"
        ? { ...event, decision: { kind: "retry", delaySeconds: 1 } }
        : { ...event, decision: { kind: "stop" } };
    }),

  "change an update": (history, at, choose) =>
    changeCall(history, at, (updates) => {
      const index = choose(updates.length);
      return updates.with(index, otherUpdate(updates[index] as Update, choose));
    }),

  "leave an update out": (history, at, choose) =>
    changeCall(history, at, (updates) => updates.toSpliced(choose(updates.length), 1)),

  "repeat an update": (history, at, choose) =>
    changeCall(history, at, (updates) => {
      const index = choose(updates.length);
      return updates.toSpliced(index, 0, updates[index] as Update);
    }),

  "leave the whole call out": (history, at) => {
    const call = callAt(history, at);
    return call === undefined ? undefined : history.filter((_, index) => !call.includes(index));
  },

  "change the answer": (history, at, choose) =>
    change(history, at, (event) =>
      "answer" in event ? { ...event, answer: otherAnswer(event.answer, choose) } : undefined,
    ),

  "change answer and acceptance": (history, at, choose) => {
    const [event, next] = [history[at], history[at + 1]];
    if (event?.kind !== "invocation-answered" || next?.kind !== "answer-accepted") return undefined;
    const answer = otherAnswer(event.answer, choose);
    return history.toSpliced(at, 2, { ...event, answer }, { ...next, answer });
  },

  "change the status": (history, at, choose) =>
    change(history, at, (event) => {
      if (event.kind !== "execution-ended") return undefined;
      const statuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT"] as const;
      return { ...event, status: statuses[choose(4)] as (typeof statuses)[number] };
    }),

  "another operation": (history, at, choose) =>
    change(history, at, (event) => {
      if (!("operation" in event)) return undefined;
      const names = [
        ...new Set(history.flatMap((each) => ("operation" in each ? each.operation : []))),
      ];
      return { ...event, operation: names[choose(names.length)] as string };
    }),

  "hang until the limit": (history, at, choose) => {
    const event = history[at] as Event;
    const limit = event.at + (1 + choose(100)) * 1_000;
    return [...history.slice(0, at), { kind: "interrupted", at: limit, why: "invocation-timeout" }];
  },

  "something goes wrong": (history, at, choose) => {
    const { at: when } = history[at] as Event;
    const wrongs: readonly Event[] = [
      { kind: "error-escaped", at: when, error: OTHER_ERROR },
      { kind: "livelocked", at: when },
      { kind: "input-differs", at: when, input: "{}" },
      { kind: "invocation-answered", at: when, answer: { kind: "threw", error: OTHER_ERROR } },
      { kind: "invocation-answered", at: when, answer: { kind: "PENDING" } },
      { kind: "answer-refused", at: when, answer: { kind: "PENDING" }, error: OTHER_ERROR },
      { kind: "checkpoint-refused", at: when, updates: [], error: OTHER_ERROR },
      { kind: "checkpoint-failed", at: when, updates: [], failure: "throttled" },
      { kind: "checkpoint-failed", at: when, updates: [], failure: "denied" },
      { kind: "page-failed", at: when, failure: "server-error" },
      { kind: "interrupted", at: when, why: "scheduled" },
      { kind: "interrupted", at: when, why: "invocation-timeout" },
    ];
    return history.toSpliced(at, 0, wrongs[choose(wrongs.length)] as Event);
  },
};

function change(
  history: History,
  at: number,
  by: (event: Event) => Event | undefined,
): History | undefined {
  const changed = by(history[at] as Event);
  return changed === undefined ? undefined : history.with(at, changed);
}

/** The indices of the events of the checkpoint call that is requested at this index. */
function callAt(history: History, at: number): readonly number[] | undefined {
  if (history[at]?.kind !== "checkpoint-requested") return undefined;
  const indices = [at];
  for (const kind of ["checkpoint-recorded", "checkpoint-replied"] as const) {
    const end = history.findIndex(
      (event, index) => index > at && (event.kind === "interrupted" || event.kind === kind),
    );
    if (history[end]?.kind === kind) indices.push(end);
  }
  return indices;
}

/** Changes the updates of a call in the same way where it is requested, recorded and replied. */
function changeCall(
  history: History,
  at: number,
  by: (updates: readonly Update[]) => readonly Update[],
): History | undefined {
  const event = history[at];
  if (event?.kind !== "checkpoint-requested" || event.updates.length === 0) return undefined;
  const updates = by(event.updates);
  const call = callAt(history, at) ?? [];
  return history.map((each, index) =>
    call.includes(index) && "updates" in each ? { ...each, updates } : each,
  );
}

function otherUpdate(update: Update, choose: Choose): Update {
  const { delaySeconds, payload, error } = update;
  const changes: Update[] = [
    { ...update, action: "START" },
    { ...update, action: "SUCCEED" },
    { ...update, action: "FAIL" },
    { ...update, action: "RETRY" },
    { ...update, type: update.type === "STEP" ? "WAIT" : "STEP" },
    { ...update, operation: "nobody" },
  ];
  if (delaySeconds !== undefined) {
    changes.push({ ...update, delaySeconds: delaySeconds + 1 });
    changes.push({ ...update, delaySeconds: delaySeconds - 1 });
  }
  if (payload !== undefined) changes.push({ ...update, payload: '"something else"' });
  if (error !== undefined) {
    changes.push({ ...update, error: otherError(error, choose) });
    const { error: _, ...without } = update;
    changes.push(without);
  }
  return changes[choose(changes.length)] as Update;
}

function otherOutcome(outcome: Outcome, choose: Choose): Outcome {
  const others: Outcome[] = [
    { kind: "returned" },
    { kind: "returned", value: '"something else"' },
    { kind: "threw", error: OTHER_ERROR },
  ];
  if (outcome.kind === "threw") {
    others.push({ kind: "threw", error: otherError(outcome.error, choose) });
  }
  return others[choose(others.length)] as Outcome;
}

type ErrorView = Extract<Outcome, { kind: "threw" }>["error"];

/** The name, the message or the cause changed, or the cause gone, or in place of its effect. */
function otherError(error: ErrorView, choose: Choose): ErrorView {
  const { name, message, cause } = error;
  const others: ErrorView[] = [
    { ...error, name: "TypeError" },
    { ...error, message: "something else" },
  ];
  if (cause !== undefined) {
    others.push({ name, message }, cause, { ...error, cause: otherError(cause, choose) });
  }
  return others[choose(others.length)] as ErrorView;
}

function otherAnswer(answer: Answer, choose: Choose): Answer {
  const others: Answer[] = [
    { kind: "PENDING" },
    { kind: "SUCCEEDED" },
    { kind: "SUCCEEDED", result: '"something else"' },
    { kind: "FAILED", error: OTHER_ERROR },
    { kind: "threw", error: OTHER_ERROR },
  ];
  if (answer.kind === "FAILED") {
    others.push({ kind: "FAILED", error: otherError(answer.error, choose) });
  }
  return others[choose(others.length)] as Answer;
}
