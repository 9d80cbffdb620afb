/** The only place where what a schedule says becomes words. */
import { type Change, OTHER_KINDS } from "./change.ts";
import type { Failure } from "./fault.ts";
import type { Arrival, Fault, Interruption, Pages, Schedule } from "./schedule.ts";

/** A line of several parts: `crash when charge has entered its body; a poll is throttled`. */
export function describeSchedule({
  interruptions,
  faults = [],
  arrivals = [],
  pages,
  change,
}: Schedule): string {
  const parts = [
    ...interruptions.map(describeInterruption),
    ...faults.map(describeFault),
    ...arrivals.map(describeArrival),
  ];
  if (pages !== undefined) parts.push(describePages(pages));
  if (change !== undefined) parts.push(describeChange(change));
  return parts.length === 0 ? "no interruption" : parts.join("; ");
}

const EDGE_WORDS: Readonly<Record<Interruption["edge"], string>> = {
  "invocation-started": "the invocation has started",
  "invocation-answered": "the invocation has answered, before the service hears it",
  "operation-called": "is called",
  "body-entered": "has entered its body",
  "body-finished": "has finished its body",
  "operation-resolved": "has given the handler its outcome",
  "checkpoint-requested": "is sent, before it is recorded",
  "checkpoint-recorded": "is recorded, before the reply",
  "checkpoint-replied": "is recorded and replied",
};

/** `crash when charge has entered its body (2nd time)`. */
export function describeInterruption(interruption: Interruption): string {
  const { restartSeconds } = interruption;
  const restart = restartSeconds === undefined ? "" : `, restart after ${restartSeconds} s`;
  return `crash when ${describePlace(interruption)}${restart}`;
}

/** `callback-a is ended when charge has entered its body`. */
export function describeArrival(arrival: Arrival): string {
  return `${arrival.ends} is ended when ${describePlace(arrival)}`;
}

/** `charge has entered its body (2nd time)`. */
function describePlace(place: Interruption | Arrival): string {
  const words = EDGE_WORDS[place.edge];
  const time = place.occurrence === 1 ? "" : ` (${ordinal(place.occurrence)} time)`;
  if ("action" in place) return `${place.action} of ${place.operation} ${words}${time}`;
  return "operation" in place ? `${place.operation} ${words}${time}` : `${words}${time}`;
}

export const FAILURE_WORDS: Readonly<Record<Failure, string>> = {
  throttled: "is throttled",
  "server-error": "meets a server error",
  "request-lost": "is lost before it is recorded",
  "reply-lost": "is recorded, and its reply lost",
  "stale-token": "finds its token used up",
  "token-missing": "gets no token for the next",
  denied: "is denied",
};

const CALL_WORDS = {
  poll: "a poll",
  result: "the call with the handler's result",
  page: "a call for a page of the log",
} as const;

/** `the call with START of charge is throttled (2nd time)`. */
export function describeFault(fault: Fault): string {
  const call =
    "call" in fault
      ? CALL_WORDS[fault.call]
      : `the call with ${fault.action} of ${fault.operation}`;
  const time = fault.occurrence === 1 ? "" : ` (${ordinal(fault.occurrence)} time)`;
  if (fault.fault === "reply-late") return `${call} is replied to after ${fault.seconds} s${time}`;
  return `${call} ${FAILURE_WORDS[fault.fault]}${time}`;
}

function describePages({ first, size }: Pages): string {
  const start = first === 0 ? "an empty page" : `${first} of the log`;
  return `an invocation starts with ${start}, and pages of ${size} follow`;
}

/** `from invocation 2 the handler has another name for charge, once the log has it`. */
function describeChange({ fromInvocation, operation, becomes }: Change): string {
  return `from invocation ${fromInvocation} the handler ${CHANGE_WORDS[becomes](operation)}, if that is in the log`;
}

const KIND_CHANGES = Object.fromEntries(
  OTHER_KINDS.map((kind) => [kind, (name: string) => `has a ${kind} for ${name}`]),
) as Record<(typeof OTHER_KINDS)[number], (name: string) => string>;
const CHANGE_WORDS: Readonly<Record<Change["becomes"], (name: string) => string>> = {
  renamed: (name) => `has another name for ${name}`,
  swapped: (name) => `calls what follows ${name} before it`,
  ...KIND_CHANGES,
};

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
const ORDINAL_ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = {
  one: "st",
  two: "nd",
  few: "rd",
};

function ordinal(count: number): string {
  return `${count}${ORDINAL_ENDINGS[ORDINALS.select(count)] ?? "th"}`;
}
