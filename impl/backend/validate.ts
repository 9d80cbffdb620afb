/**
 * Which checkpoint calls the service takes (semantics, section 5, "Validation"). A call is taken as
 * a whole or not at all; the first broken rule is the one that is told.
 */
import {
  invalidParameter,
  type OperationStatus,
  type OperationType,
  type UpdateAction,
  type WireOperation,
  type WireUpdate,
} from "./wire.ts";

/** Error objects over this many bytes are refused. */
const ERROR_LIMIT_BYTES = 32 * 1_024;

/** @throws ServiceError (InvalidParameterValueException, 400) for the first update that is wrong. */
export function validateUpdates(
  log: ReadonlyMap<string, WireOperation>,
  updates: readonly WireUpdate[],
): void {
  validateExecutionUpdates(updates);
  const inCall = new Map<string, WireUpdate>();
  for (const update of updates) {
    validateSize(update);
    const before = inCall.get(update.Id);
    validateDuplicate(before, update);
    validateParent(log, inCall, update);
    // START and the close of the same operation in one call: the close sees it STARTED.
    validateTransition(update, before === undefined ? log.get(update.Id)?.Status : "STARTED");
    inCall.set(update.Id, update);
  }
}

function validateExecutionUpdates(updates: readonly WireUpdate[]): void {
  const count = updates.filter(({ Type }) => Type === "EXECUTION").length;
  if (count > 1) throw invalidParameter("Cannot checkpoint multiple EXECUTION updates.");
  if (count === 1 && updates.at(-1)?.Type !== "EXECUTION") {
    throw invalidParameter("EXECUTION checkpoint must be the last update.");
  }
}

function validateSize(update: WireUpdate): void {
  if (update.Error == null) return;
  if (Buffer.byteLength(JSON.stringify(update.Error)) > ERROR_LIMIT_BYTES) {
    throw invalidParameter(`Error object size must be less than ${ERROR_LIMIT_BYTES} bytes.`);
  }
}

function validateDuplicate(before: WireUpdate | undefined, update: WireUpdate): void {
  if (before === undefined) return;
  const closable = before.Type === "STEP" || before.Type === "CONTEXT";
  if (closable && before.Action === "START" && update.Action !== "START") return;
  throw invalidParameter("Cannot update the same operation twice in a single request.");
}

function validateParent(
  log: ReadonlyMap<string, WireOperation>,
  inCall: ReadonlyMap<string, WireUpdate>,
  update: WireUpdate,
): void {
  if (update.ParentId === undefined) return;
  // A parent that is closed earlier in the same call is known all the same.
  const type = (inCall.get(update.ParentId) ?? log.get(update.ParentId))?.Type;
  if (type !== "CONTEXT") throw invalidParameter("Invalid parent operation id.");
}

type Validate = (update: WireUpdate, status: OperationStatus | undefined) => void;

const VALIDATE_BY_TYPE: Readonly<Record<OperationType, Validate>> = {
  STEP: validateStep,
  CONTEXT: validateContext,
  WAIT: validateStartable,
  CALLBACK: validateStartable,
  CHAINED_INVOKE: validateStartable,
  EXECUTION: validateExecution,
};

function validateTransition(update: WireUpdate, status: OperationStatus | undefined): void {
  const validate: Validate | undefined = VALIDATE_BY_TYPE[update.Type];
  if (validate === undefined) throw invalidParameter("Invalid operation type.");
  validate(update, status);
}

function validateStep(update: WireUpdate, status: OperationStatus | undefined): void {
  const open = status === undefined || status === "STARTED" || status === "READY";
  switch (update.Action) {
    case "START":
      if (status === undefined || status === "READY") return;
      throw invalidParameter("Invalid current STEP state to start.");
    case "SUCCEED":
    case "FAIL":
      if (!open) throw invalidParameter("Invalid current STEP state to close.");
      validateClosing(update);
      return;
    case "RETRY":
      if (!open) throw invalidParameter("Invalid current STEP state to re-attempt.");
      if (update.StepOptions == null) {
        throw invalidParameter("Invalid StepOptions for the given action.");
      }
      if (update.Error != null && update.Payload != null) {
        throw invalidParameter("Cannot provide both error and payload to RETRY a STEP.");
      }
      return;
    case "CANCEL":
      throw invalidParameter("Invalid STEP action.");
  }
}

function validateContext(update: WireUpdate, status: OperationStatus | undefined): void {
  switch (update.Action) {
    case "START":
      if (status === undefined) return;
      throw invalidParameter("Cannot start a CONTEXT that already exists.");
    case "SUCCEED":
    case "FAIL":
      if (status !== "STARTED") throw invalidParameter("Invalid current CONTEXT state to close.");
      validateClosing(update);
      return;
    default:
      throw invalidParameter("Invalid CONTEXT action.");
  }
}

function validateStartable(update: WireUpdate, status: OperationStatus | undefined): void {
  const action: UpdateAction = update.Action;
  if (action === "START") {
    if (status === undefined) return;
    throw invalidParameter(`Cannot start a ${update.Type} that already exists.`);
  }
  if (action === "CANCEL") {
    if (status === "STARTED") return;
    throw invalidParameter(
      `Cannot cancel a ${update.Type} that does not exist or has already completed.`,
    );
  }
  throw invalidParameter(`Invalid ${update.Type} action.`);
}

function validateExecution(update: WireUpdate): void {
  if (update.Action !== "SUCCEED" && update.Action !== "FAIL") {
    throw invalidParameter("Invalid EXECUTION action.");
  }
  validateClosing(update);
}

function validateClosing(update: WireUpdate): void {
  if (update.Action === "FAIL" && update.Payload != null) {
    throw invalidParameter("Cannot provide a Payload for FAIL action.");
  }
  if (update.Action === "SUCCEED" && update.Error != null) {
    throw invalidParameter("Cannot provide an Error for SUCCEED action.");
  }
}
