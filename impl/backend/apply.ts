/** What an update makes of an operation in the log. Pure: the old entry is never changed. */
import { copyData } from "./copy-data.ts";
import type { OperationStatus, WireError, WireOperation, WireUpdate } from "./wire.ts";

/**
 * The log entry after the update, at `now` (milliseconds since 1970; `date` makes the dates that
 * engines see). The update has been validated before.
 */
export function applyUpdate(
  before: WireOperation | undefined,
  update: WireUpdate,
  now: number,
  date: (milliseconds: number) => Date,
): WireOperation {
  const entry = before ?? newEntry(update, date(now));
  switch (update.Action) {
    case "START":
      return startEntry(entry, update, now, date);
    case "SUCCEED":
      return closeEntry(entry, update, "SUCCEEDED", date(now));
    case "FAIL":
      return closeEntry(entry, update, "FAILED", date(now));
    case "CANCEL":
      return { ...entry, Status: "CANCELLED", EndTimestamp: date(now) };
    case "RETRY": {
      const delay = update.StepOptions?.NextAttemptDelaySeconds ?? 0;
      const Attempt = (entry.StepDetails?.Attempt ?? 0) + 1;
      const StepDetails = {
        Attempt,
        NextAttemptTimestamp: date(now + delay * 1_000),
        ...(update.Payload === undefined ? {} : { Result: update.Payload }),
        ...(update.Error === undefined ? {} : { Error: copyData(update.Error) }),
      };
      return { ...entry, Status: "PENDING", StepDetails };
    }
  }
}

/** When the timer of an entry fires, in milliseconds since 1970; undefined if it has none. */
export function timerOf(entry: WireOperation): number | undefined {
  if (entry.Type === "STEP" && entry.Status === "PENDING") {
    return entry.StepDetails?.NextAttemptTimestamp?.getTime();
  }
  if (entry.Type === "WAIT" && entry.Status === "STARTED") {
    return entry.WaitDetails?.ScheduledEndTimestamp?.getTime();
  }
  return undefined;
}

/** Whether an entry is something that an execution can wait for. */
export function isPending({ Type, Status }: WireOperation): boolean {
  if (Type === "STEP") return Status === "PENDING" || Status === "READY";
  return (
    (Type === "WAIT" || Type === "CALLBACK" || Type === "CHAINED_INVOKE") && Status === "STARTED"
  );
}

/** The entry after its timer has fired: a step READY, a wait SUCCEEDED, a callback TIMED_OUT with this error. */
export function applyTimer(entry: WireOperation, now: Date, error: WireError): WireOperation {
  switch (entry.Type) {
    case "STEP":
      return { ...entry, Status: "READY" };
    case "CALLBACK":
      return applyOutsideEnd(entry, "TIMED_OUT", { Error: error }, now);
    default:
      return { ...entry, Status: "SUCCEEDED", EndTimestamp: now };
  }
}

/** The entry of a callback or an invoke after an outside party has ended it. */
export function applyOutsideEnd(
  entry: WireOperation,
  Status: OperationStatus,
  details: { readonly Result?: string; readonly Error?: WireError },
  now: Date,
): WireOperation {
  const ended = { ...entry, Status, EndTimestamp: now };
  return entry.Type === "CALLBACK"
    ? { ...ended, CallbackDetails: { ...entry.CallbackDetails, ...details } }
    : { ...ended, ChainedInvokeDetails: { ...entry.ChainedInvokeDetails, ...details } };
}

function newEntry(update: WireUpdate, now: Date): WireOperation {
  return {
    Id: update.Id,
    ...(update.ParentId === undefined ? {} : { ParentId: update.ParentId }),
    ...(update.Name === undefined ? {} : { Name: update.Name }),
    Type: update.Type,
    ...(update.SubType === undefined ? {} : { SubType: update.SubType }),
    Status: "STARTED",
    StartTimestamp: now,
  };
}

function startEntry(
  entry: WireOperation,
  update: WireUpdate,
  now: number,
  date: (milliseconds: number) => Date,
): WireOperation {
  if (update.Type === "STEP") {
    const { Attempt } = entry.StepDetails ?? {};
    const StepDetails = { Attempt: Attempt ?? 0, ...keptState(entry) };
    return { ...entry, Status: "STARTED", StepDetails };
  }
  if (update.Type === "CALLBACK") {
    return { ...entry, CallbackDetails: { CallbackId: callbackIdOf(entry.Id) } };
  }
  if (update.Type === "WAIT") {
    const end = date(now + (update.WaitOptions?.WaitSeconds ?? 0) * 1_000);
    return { ...entry, WaitDetails: { ScheduledEndTimestamp: end } };
  }
  return entry;
}

/** The payload of the last RETRY stays with the step: it is the state of a wait-for-condition. */
function keptState(entry: WireOperation) {
  const { Result } = entry.StepDetails ?? {};
  return Result === undefined ? {} : { Result };
}

function closeEntry(
  entry: WireOperation,
  update: WireUpdate,
  Status: OperationStatus,
  now: Date,
): WireOperation {
  const details = {
    ...(update.Payload === undefined ? {} : { Result: update.Payload }),
    ...(update.Error === undefined ? {} : { Error: copyData(update.Error) }),
  };
  const closed = { ...entry, Status, EndTimestamp: now };
  if (entry.Type === "STEP") {
    const Attempt = (entry.StepDetails?.Attempt ?? 0) + 1;
    return { ...closed, StepDetails: { Attempt, ...details } };
  }
  if (entry.Type === "CONTEXT") {
    const ReplayChildren = update.ContextOptions?.ReplayChildren;
    return {
      ...closed,
      ContextDetails: { ...details, ...(ReplayChildren === undefined ? {} : { ReplayChildren }) },
    };
  }
  return closed;
}

/** By which whoever is to end a callback names it. */
export function callbackIdOf(operationId: string): string {
  return `callback-${operationId}`;
}
