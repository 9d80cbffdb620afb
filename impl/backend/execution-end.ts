/** How an execution has ended, as the service keeps it; in the log only an update shows its end. */
import type { WireAnswer, WireError, WireUpdate } from "./wire.ts";

export interface ExecutionEnd {
  /** An EXECUTION update, which no answer changes, or the answer of an invocation. */
  readonly by: "update" | "answer";
  readonly Status: "SUCCEEDED" | "FAILED";
  readonly Result?: string;
  readonly Error?: WireError;
}

/** The end that an answer tells of; undefined if the execution goes on. */
export function endOfAnswer(answer: WireAnswer): ExecutionEnd | undefined {
  const plain = plainAnswer(answer);
  return plain.Status === "PENDING" ? undefined : { by: "answer", ...plain };
}

/** The end that an EXECUTION update tells of. */
export function endOfUpdate(update: WireUpdate): ExecutionEnd {
  return update.Action === "FAIL"
    ? { by: "update", Status: "FAILED", ...errorIn(update.Error) }
    : { by: "update", Status: "SUCCEEDED", ...resultIn(update.Payload) };
}

type PlainAnswer = Omit<ExecutionEnd, "by"> | { readonly Status: "PENDING" };

/** What the protocol has fields for, and no more: an engine may answer anything. */
export function plainAnswer(answer: WireAnswer): PlainAnswer {
  switch (answer.Status) {
    case "PENDING":
      return { Status: "PENDING" };
    case "SUCCEEDED":
      return { Status: "SUCCEEDED", ...resultIn(answer.Result) };
    default:
      return { Status: "FAILED", ...errorIn(answer.Error) };
  }
}

function resultIn(Result: unknown): Pick<ExecutionEnd, "Result"> {
  return typeof Result === "string" ? { Result } : {};
}

const ERROR_TEXTS = ["ErrorType", "ErrorMessage", "ErrorData"] as const;

function errorIn(error: WireError | undefined): Pick<ExecutionEnd, "Error"> {
  if (error === undefined || error === null) return {};
  const texts = ERROR_TEXTS.map((key) => [key, error[key]] as const);
  const { StackTrace } = error;
  const lines = Array.isArray(StackTrace) && StackTrace.every((line) => typeof line === "string");
  return {
    Error: {
      ...Object.fromEntries(texts.filter(([, text]) => typeof text === "string")),
      ...(lines ? { StackTrace: [...StackTrace] } : {}),
    },
  };
}
