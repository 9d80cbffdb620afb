/** What is started once and ended by others: waits by the clock, callbacks and invokes by a party. */
import type { WireOperation } from "../../backend/wire.ts";
import type { CallbackOptions, InvokeOptions, InvokeRequest } from "../../engine.ts";
import { OperationError } from "../errors.ts";
import type { Change, Operation } from "../operation.ts";
import { guard } from "../serdes.ts";

export async function wait(operation: Operation, WaitSeconds: number): Promise<void> {
  await startOnce(operation, { Action: "START", WaitOptions: { WaitSeconds } });
  await ended(operation);
}

export async function invoke(
  operation: Operation,
  { functionName: FunctionName, input }: InvokeRequest,
  options: InvokeOptions,
): Promise<unknown> {
  const Payload = JSON.stringify(input);
  await startOnce(operation, { Action: "START", Payload, ChainedInvokeOptions: { FunctionName } });
  const { Status, ChainedInvokeDetails } = await ended(operation);
  if (Status !== "SUCCEEDED") throw new OperationError("InvokeError", ChainedInvokeDetails?.Error);
  return operation.scope.work(() =>
    guard(operation, options).deserialize(ChainedInvokeDetails?.Result),
  );
}

/** Gives the id by which an outside party ends it. */
export async function startCallback(
  operation: Operation,
  { timeoutSeconds, heartbeatSeconds }: CallbackOptions,
): Promise<string> {
  const CallbackOptions = {
    ...(timeoutSeconds === undefined ? {} : { TimeoutSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { HeartbeatTimeoutSeconds: heartbeatSeconds }),
  };
  await startOnce(operation, { Action: "START", CallbackOptions });
  return operation.entry?.CallbackDetails?.CallbackId ?? "";
}

/** What a callback gives is the text that the outside party sent, as it came or as it is read. */
export async function callbackResult(
  operation: Operation,
  { deserialize = async (text) => text }: CallbackOptions,
): Promise<unknown> {
  const { Status, CallbackDetails } = await ended(operation);
  if (Status === "SUCCEEDED") {
    return operation.scope.work(() =>
      guard(operation, { deserialize }).deserialize(CallbackDetails?.Result),
    );
  }
  const name = Status === "TIMED_OUT" ? "CallbackTimeoutError" : "CallbackError";
  throw new OperationError(name, CallbackDetails?.Error);
}

/** A replay meets what it has started before, and starts nothing again. */
async function startOnce(operation: Operation, start: Change): Promise<void> {
  if (operation.entry === undefined) await operation.write(start);
}

async function ended(operation: Operation): Promise<WireOperation> {
  for (;;) {
    const { entry } = operation;
    if (entry !== undefined && entry.Status !== "STARTED") return entry;
    await operation.changed();
  }
}
