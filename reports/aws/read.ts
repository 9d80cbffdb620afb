/** An AWS history as a record that can be judged. */
import type { RecordedEnd, RecordedEvent, RecordedKind } from "../../model/recorded/event.ts";
import type { AwsEvent, AwsHistory } from "./history.ts";

/** What of a history can be judged: all of it, or all before an event of an unknown type. */
export interface ReadHistory {
  readonly record: readonly RecordedEvent[];
  /** The first event whose type is none that we know. */
  readonly unknown: AwsEvent | undefined;
}

const KINDS: Readonly<Record<string, RecordedKind>> = {
  Step: "step",
  Wait: "wait",
  Context: "context",
  Callback: "callback",
  ChainedInvoke: "invoke",
};
const ENDS: Readonly<Record<string, RecordedEnd>> = {
  Succeeded: "SUCCEEDED",
  Failed: "FAILED",
  TimedOut: "TIMED_OUT",
  Stopped: "STOPPED",
};

export function readAwsHistory(history: AwsHistory): ReadHistory {
  const record: RecordedEvent[] = [];
  for (const event of history) {
    const read = readEvent(event);
    if (read === undefined) return { record, unknown: event };
    record.push(read);
  }
  return { record, unknown: undefined };
}

function readEvent(event: AwsEvent): RecordedEvent | undefined {
  const { EventType, EventId: number } = event;
  const common = { number, at: milliseconds(event.EventTimestamp) };
  if (EventType === "ExecutionStarted") return { ...common, kind: "execution-started" };
  if (EventType === "InvocationCompleted") return readInvocation(event, common);
  const [, what = "", how = ""] =
    /^([A-Z][A-Za-z]*?)(Started|Succeeded|Failed|TimedOut|Stopped)$/.exec(EventType) ?? [];
  const status = ENDS[how];
  if (what === "Execution") {
    return status === undefined ? undefined : { ...common, kind: "execution-ended", status };
  }
  const of = KINDS[what];
  if (of === undefined || event.Id == null) return undefined;
  const operation = {
    ...common,
    of,
    id: event.Id,
    parent: event.ParentId ?? undefined,
    name: event.Name ?? undefined,
    subtype: event.SubType ?? undefined,
  };
  if (how === "Started") {
    const seconds = event.WaitStartedDetails?.Duration ?? event.CallbackStartedDetails?.Timeout;
    return { ...operation, kind: "operation-started", seconds: seconds ?? undefined };
  }
  if (status === undefined) return undefined;
  return { ...operation, kind: "operation-ended", status, ...endOf(event, status) };
}

function readInvocation(
  { InvocationCompletedDetails: details }: AwsEvent,
  common: { readonly number: number; readonly at: number | undefined },
): RecordedEvent {
  const error = details?.Error;
  const failed = error == null ? undefined : error.Payload != null;
  return {
    ...common,
    kind: "invocation-completed",
    failed,
    startedAt: milliseconds(details?.StartTimestamp),
    endedAt: milliseconds(details?.EndTimestamp),
  };
}

function endOf(event: AwsEvent, status: RecordedEnd) {
  const details = status === "SUCCEEDED" ? event.StepSucceededDetails : event.StepFailedDetails;
  const payload = (event.StepSucceededDetails ?? event.ContextSucceededDetails)?.Result?.Payload;
  return {
    attempt: details?.RetryDetails?.CurrentAttempt ?? undefined,
    retry: retryOf(event, details?.RetryDetails),
    result: typeof payload === "string" ? payload : undefined,
  };
}

/** Details without a delay say that there is none; no details, or a delay of 0, say nothing. */
function retryOf(
  { EventType, SubType }: AwsEvent,
  details: NonNullable<AwsEvent["StepFailedDetails"]>["RetryDetails"],
): "none" | number | undefined {
  if (EventType === "StepSucceeded" && SubType === "Step") return "none";
  if (details == null) return undefined;
  const delay = details.NextAttemptDelaySeconds;
  if (delay == null) return "none";
  return delay === 0 ? undefined : delay;
}

/** Of an ISO text, or of seconds since 1970; undefined for anything else. */
function milliseconds(time: string | number | null | undefined): number | undefined {
  if (time == null) return undefined;
  if (typeof time === "number") return Math.round(time * 1_000);
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** `6  StepFailed  retries, attempt 1, again after 2 s`. */
export function describeAwsEvent(event: AwsEvent): string {
  const retry = (event.StepSucceededDetails ?? event.StepFailedDetails)?.RetryDetails;
  const attempt = retry?.CurrentAttempt;
  const delay = retry?.NextAttemptDelaySeconds;
  const parts = [
    event.Name ?? event.Id ?? "",
    attempt == null ? "" : `attempt ${attempt}`,
    delay == null ? "" : `again after ${delay} s`,
  ].filter((part) => part !== "");
  return `${String(event.EventId).padStart(4)}  ${event.EventType.padEnd(20)} ${parts.join(", ")}`;
}
