/**
 * The wire protocol of the durable execution service, as far as engines use it (AWS Lambda API:
 * `CheckpointDurableExecution`, `GetDurableExecutionState`; semantics, section 5). Field names are
 * the service's own.
 */
export type OperationType =
  | "EXECUTION"
  | "STEP"
  | "WAIT"
  | "CONTEXT"
  | "CALLBACK"
  | "CHAINED_INVOKE";

export type OperationStatus =
  | "STARTED"
  | "PENDING"
  | "READY"
  | "SUCCEEDED"
  | "FAILED"
  | "TIMED_OUT"
  | "STOPPED"
  | "CANCELLED";

export type UpdateAction = "START" | "SUCCEED" | "FAIL" | "RETRY" | "CANCEL";

export interface WireError {
  readonly ErrorType?: string | undefined;
  readonly ErrorMessage?: string | undefined;
  readonly ErrorData?: string | undefined;
  readonly StackTrace?: readonly string[] | undefined;
}

/** One operation of the log. Timestamps are `Date`s of the virtual clock. */
export interface WireOperation {
  readonly Id: string;
  readonly ParentId?: string;
  readonly Name?: string;
  readonly Type: OperationType;
  readonly SubType?: string;
  readonly Status: OperationStatus;
  readonly StartTimestamp?: Date;
  readonly EndTimestamp?: Date;
  readonly ExecutionDetails?: { readonly InputPayload?: string };
  readonly StepDetails?: {
    readonly Attempt?: number;
    readonly NextAttemptTimestamp?: Date;
    readonly Result?: string;
    readonly Error?: WireError;
  };
  readonly WaitDetails?: { readonly ScheduledEndTimestamp?: Date };
  readonly ContextDetails?: {
    readonly Result?: string;
    readonly Error?: WireError;
    readonly ReplayChildren?: boolean;
  };
  readonly CallbackDetails?: {
    readonly CallbackId?: string;
    readonly Result?: string;
    readonly Error?: WireError;
  };
  readonly ChainedInvokeDetails?: { readonly Result?: string; readonly Error?: WireError };
}

/** One update of a checkpoint call. */
export interface WireUpdate {
  readonly Id: string;
  readonly ParentId?: string | undefined;
  readonly Name?: string | undefined;
  readonly Type: OperationType;
  readonly SubType?: string | undefined;
  readonly Action: UpdateAction;
  readonly Payload?: string | undefined;
  readonly Error?: WireError | undefined;
  readonly StepOptions?: { readonly NextAttemptDelaySeconds?: number } | undefined;
  readonly WaitOptions?: { readonly WaitSeconds?: number } | undefined;
  readonly ContextOptions?: { readonly ReplayChildren?: boolean } | undefined;
  readonly CallbackOptions?:
    | { readonly TimeoutSeconds?: number; readonly HeartbeatTimeoutSeconds?: number }
    | undefined;
  readonly ChainedInvokeOptions?: { readonly FunctionName?: string } | undefined;
}

export interface CheckpointRequest {
  readonly DurableExecutionArn: string;
  readonly CheckpointToken: string;
  readonly Updates?: readonly WireUpdate[];
}

export interface CheckpointReply {
  readonly CheckpointToken?: string;
  readonly NewExecutionState?: {
    readonly Operations: WireOperation[];
    readonly NextMarker?: string;
  };
}

export interface StateRequest {
  readonly DurableExecutionArn: string;
  readonly CheckpointToken: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

export interface StateReply {
  readonly Operations: WireOperation[];
  readonly NextMarker?: string;
}

/** A page of the log. */
export type Page = StateReply;

/** How an invocation answers (semantics, section 5, "Handler outcome"). */
export type WireAnswer =
  | { readonly Status: "SUCCEEDED"; readonly Result?: string | undefined }
  | { readonly Status: "FAILED"; readonly Error?: WireError | undefined }
  | { readonly Status: "PENDING" };

/** What the service throws: an AWS-shaped error with its HTTP status. */
export class ServiceError extends Error {
  /** The status is absent where there was no answer. */
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(name: string, message: string, httpStatusCode?: number) {
    super(message);
    this.name = name;
    this.$metadata = httpStatusCode === undefined ? {} : { httpStatusCode };
  }
}

/** What the service says of a token that has been used up. */
export const STALE_TOKEN = "Invalid checkpoint token";

/** An update or token that the service does not take (400). */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message, 400);
}
