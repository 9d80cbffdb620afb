/**
 * A durable execution service in memory, on the real clock, for one execution. It knows nothing of
 * the rest of this project: no interpreter, no virtual clock, no simulated backend. What it takes and
 * answers is what AWS documents, and what the test runner that AWS publishes does.
 */

/** What AWS answers with: an error with a name and an HTTP status. */
export class ServiceError extends Error {
  constructor(name, message, httpStatusCode) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

function refuse(message) {
  throw new ServiceError("InvalidParameterValueException", message, 400);
}

export class LocalService {
  log = new Map();
  /** The ids of the operations that no reply has told of yet. */
  changed = new Set();
  /** What changes by itself, and when: an operation's id to { at, change }. */
  timers = new Map();
  tokens = 0;
  /** How the execution ended: { status, result, error }. */
  ended = undefined;

  /** `outside(operation)` gives how a callback or an invoke ends: { after, status, Result, Error }. */
  constructor(outside, input) {
    this.outside = outside;
    const ExecutionDetails = { InputPayload: JSON.stringify(input) };
    this.put({ Id: "execution", Type: "EXECUTION", Status: "STARTED", ExecutionDetails });
  }

  newToken() {
    this.tokens += 1;
    return `token-${this.tokens}`;
  }

  /** The log as an invocation starts with it: without the children of contexts that have ended. */
  state() {
    this.fireTimers();
    this.changed.clear();
    const isPruned = ({ ParentId }) => {
      const parent = this.log.get(ParentId);
      if (parent === undefined) return false;
      const closed = parent.Status !== "STARTED" && !parent.ContextDetails?.ReplayChildren;
      return closed || isPruned(parent);
    };
    return [...this.log.values()].filter((operation) => !isPruned(operation));
  }

  /** One CheckpointDurableExecution call: all of its updates or none. */
  checkpoint({ CheckpointToken, Updates = [] }) {
    const isCurrent = CheckpointToken === `token-${this.tokens}`;
    if (this.ended || !isCurrent) refuse("Invalid checkpoint token");
    this.fireTimers();
    const before = new Map(this.log);
    try {
      for (const update of Updates) this.apply(update);
    } catch (error) {
      this.log = before;
      throw error;
    }
    this.fireTimers();
    const Operations = [...this.changed].map((id) => this.log.get(id));
    this.changed.clear();
    return { CheckpointToken: this.newToken(), NewExecutionState: { Operations } };
  }

  apply(update) {
    const { Id, Type, SubType, Name, ParentId, Action } = update;
    if (Type === "EXECUTION") {
      const status = Action === "FAIL" ? "FAILED" : "SUCCEEDED";
      this.ended = { status, result: update.Payload, error: update.Error };
      return;
    }
    if (ParentId !== undefined && this.log.get(ParentId)?.Type !== "CONTEXT") {
      refuse("Invalid parent operation id.");
    }
    const known = this.log.get(Id);
    if (Action === "START") {
      if (known && known.Status !== "READY") refuse(`Cannot start a ${Type} that already exists.`);
      this.start(
        known ?? { Id, Type, SubType, Name, ParentId, StartTimestamp: new Date() },
        update,
      );
    } else {
      const isOpen = ["STARTED", "READY"].includes(known?.Status);
      if (!isOpen) refuse(`Invalid current ${Type} state to close.`);
      this.close(known, update);
    }
  }

  start(entry, { CallbackOptions, WaitOptions }) {
    const { Id, Type, StepDetails } = entry;
    const started = { ...entry, Status: "STARTED" };
    if (Type === "STEP") {
      started.StepDetails = { Attempt: StepDetails?.Attempt ?? 0, Result: StepDetails?.Result };
    } else if (Type === "WAIT") {
      const seconds = WaitOptions.WaitSeconds;
      started.WaitDetails = { ScheduledEndTimestamp: new Date(Date.now() + seconds * 1_000) };
      this.after(seconds, Id, () => ({ Status: "SUCCEEDED", EndTimestamp: new Date() }));
    } else if (Type === "CALLBACK") {
      started.CallbackDetails = { CallbackId: `callback-${Id}` };
      const seconds = CallbackOptions?.TimeoutSeconds;
      this.endFromOutside(started, seconds && { after: seconds, status: "TIMED_OUT" });
    } else if (Type === "CHAINED_INVOKE") {
      this.endFromOutside(started, undefined);
    }
    this.put(started);
  }

  close(entry, { Action, Type, Payload, Error: error, ContextOptions, StepOptions }) {
    const Status = { SUCCEED: "SUCCEEDED", FAIL: "FAILED", RETRY: "PENDING" }[Action];
    const closed = { ...entry, Status, EndTimestamp: new Date() };
    const details = { Result: Payload, Error: error };
    if (Type === "CONTEXT") closed.ContextDetails = { ...details, ...ContextOptions };
    else closed.StepDetails = { ...details, Attempt: entry.StepDetails.Attempt + 1 };
    if (Action === "RETRY") {
      const seconds = StepOptions.NextAttemptDelaySeconds;
      closed.StepDetails.NextAttemptTimestamp = new Date(Date.now() + seconds * 1_000);
      this.after(seconds, entry.Id, () => ({ Status: "READY" }));
    }
    this.put(closed);
  }

  /** A callback or an invoked function ends as the script says; a callback else by its timeout. */
  endFromOutside(operation, timeout) {
    const end = this.outside(operation) ?? timeout;
    if (end === undefined) return;
    const { after, status: Status = "SUCCEEDED", ...details } = end;
    const field = operation.Type === "CALLBACK" ? "CallbackDetails" : "ChainedInvokeDetails";
    this.after(after, operation.Id, () => {
      return { Status, EndTimestamp: new Date(), [field]: { ...operation[field], ...details } };
    });
  }

  /** Takes the answer of an invocation. */
  answer({ Status, Result, Error: error }) {
    if (this.ended) return;
    this.fireTimers();
    if (Status !== "PENDING") {
      this.ended = { status: Status, result: Result, error };
    } else if (this.changed.size === 0 && ![...this.log.values()].some(isPending)) {
      const ErrorMessage = "Cannot return PENDING status with no pending operations.";
      this.ended = { status: "FAILED", error: { ErrorMessage } };
    }
  }

  put(operation) {
    this.log.set(operation.Id, operation);
    this.changed.add(operation.Id);
  }

  after(seconds, id, change) {
    this.timers.set(id, { at: Date.now() + seconds * 1_000, change });
  }

  fireTimers() {
    for (const [id, { at, change }] of this.timers) {
      if (at > Date.now()) continue;
      this.timers.delete(id);
      this.put({ ...this.log.get(id), ...change() });
    }
  }
}

function isPending({ Type, Status }) {
  if (Type === "STEP") return Status === "PENDING" || Status === "READY";
  return ["WAIT", "CALLBACK", "CHAINED_INVOKE"].includes(Type) && Status === "STARTED";
}
