/** Errors on their way to the log and back. What user code gets has always been there and back. */
import type { ErrorView } from "../../model/history.ts";
import { viewError } from "../../model/outcome.ts";
import type { WireError } from "../backend/wire.ts";

/** The service refuses error objects over 32 KB of JSON. */
const LIMIT_BYTES = 32 * 1_024;
const KEPT_CHARACTERS = 4_000;

/** What user code gets for an operation that failed; its cause is what was recorded. */
export class OperationError extends Error {
  constructor(
    name:
      | "StepError"
      | "ChildContextError"
      | "WaitForConditionError"
      | "CallbackError"
      | "CallbackTimeoutError"
      | "InvokeError",
    recorded: WireError | undefined,
  ) {
    const cause = readError(recorded ?? {});
    super(cause.message, { cause });
    this.name = name;
  }
}

/** What the retry strategy is asked about when an at-most-once attempt was interrupted. */
export class StepInterruptedError extends Error {
  override readonly name = "StepInterruptedError";

  constructor() {
    super(
      "The step execution process was initiated but failed to reach completion due to an interruption.",
    );
  }
}

/** The handler has met another operation than the log has; its execution can't go on. */
export class NonDeterministicExecutionError extends Error {
  override readonly name = "NonDeterministicExecutionError";
}

/** What an invocation ends with whose serdes has failed; the next one tries again. */
export class SerdesFailedError extends Error {
  override readonly name = "SerdesFailedError";

  constructor(cause: unknown) {
    super(`A serdes has failed: ${viewError(cause).message}`, { cause });
  }
}

/** An error as it is recorded, its chain of causes as data; cut where it is too large. */
export function writeError(thrown: unknown): WireError {
  const { name, message, cause } = viewError(thrown);
  const error = { ErrorType: name, ErrorMessage: message };
  const whole = cause === undefined ? error : { ...error, ErrorData: JSON.stringify(cause) };
  if (fits(whole)) return whole;
  if (fits(error)) return error;
  return { ErrorType: cut(name), ErrorMessage: cut(message) };
}

function fits(error: WireError): boolean {
  return Buffer.byteLength(JSON.stringify(error)) <= LIMIT_BYTES;
}

function cut(text: string): string {
  return text.length <= KEPT_CHARACTERS ? text : `${text.slice(0, KEPT_CHARACTERS)}...`;
}

function readError({ ErrorType, ErrorMessage, ErrorData }: WireError): Error {
  return makeError({
    name: ErrorType ?? "Error",
    message: ErrorMessage ?? "",
    ...readCause(ErrorData),
  });
}

/** An outside party may have put anything into an error's data: what is no cause is left alone. */
function readCause(data: string | undefined): { readonly cause?: ErrorView } {
  try {
    const cause = JSON.parse(data ?? "") as Partial<ErrorView> | null;
    const isError = typeof cause?.name === "string" && typeof cause.message === "string";
    return isError ? { cause: cause as ErrorView } : {};
  } catch {
    return {};
  }
}

function makeError({ name, message, cause }: ErrorView): Error {
  const error = new Error(message, cause === undefined ? {} : { cause: makeError(cause) });
  error.name = name;
  return error;
}
