/**
 * The bare SDK on a transport that does next to nothing: it keeps just enough of a log for the
 * second invocation to replay. No service rules, no history, no virtual clock: what is left is the
 * SDK's own work, and so the practical limit of any harness around it.
 *
 * The SDK's 20 ms cool-down before it suspends is not waited for: its timer becomes an immediate.
 * Its longer timers (a status log after 500 ms, the poll at the end of the wait) never fire.
 */
import { loadSdk, type Sdk, type SdkVersion } from "../../impl/aws-sdk/sdk.ts";
import type { CheckpointRequest, WireOperation, WireUpdate } from "../../impl/backend/wire.ts";
import type { Transport } from "../../impl/engine.ts";
import { checkResult, createPlainHandler } from "../workload.ts";
import type { Contender } from "./contender.ts";

const COOL_DOWN_MILLISECONDS = 20;
const VERSION = "2.4.0" as SdkVersion;
const TOKEN = "token";
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:workflow:1/durable-execution/case/run";
const LAMBDA_CONTEXT = { awsRequestId: "request", getRemainingTimeInMillis: () => 900_000 };

/** With the console that this harness shares among invocations, or with one of its own for each. */
export async function openBareSdk(console: "own" | "shared"): Promise<Contender> {
  const sdk =
    console === "shared" ? await loadSdk(VERSION) : ((await import(`aws-sdk-${VERSION}`)) as Sdk);
  return openOn(sdk, createPlainHandler, checkResult);
}

/** Any handler of steps and waits; `check` throws unless it ended as it must. */
export async function openBareHandler(
  createHandler: typeof createPlainHandler<string>,
  check: (status: string, result: string | undefined) => void,
): Promise<Contender> {
  return openOn(await loadSdk(VERSION), createHandler, check);
}

function openOn(
  sdk: Sdk,
  createHandler: typeof createPlainHandler<string>,
  check: (status: string, result: string | undefined) => void,
): Contender {
  skipTimers();
  const wrapped = sdk.withDurableExecution(createHandler(sdk.StepSemantics.AtLeastOncePerRetry));
  return {
    execute: () => execute(sdk, wrapped, check),
    inFlight: 1,
    close: async () => {},
  };
}

async function execute(
  sdk: Sdk,
  wrapped: ReturnType<Sdk["withDurableExecution"]>,
  check: (status: string, result: string | undefined) => void,
): Promise<number> {
  const log = new Map<string, WireOperation>([["execution", EXECUTION]]);
  const transport = createTransport(log);
  for (let invocation = 1; ; invocation += 1) {
    const page = { Operations: [...log.values()] };
    const event = new sdk.DurableExecutionInvocationInputWithClient(
      { InitialExecutionState: page, DurableExecutionArn: ARN, CheckpointToken: TOKEN },
      transport,
    );
    const answer = await wrapped(event, LAMBDA_CONTEXT);
    if (answer.Status !== "PENDING") {
      const result = answer.Status === "SUCCEEDED" ? answer.Result : undefined;
      check(answer.Status, result);
      return invocation;
    }
    endWaits(log);
  }
}

const EXECUTION: WireOperation = {
  Id: "execution",
  Type: "EXECUTION",
  Status: "STARTED",
  StartTimestamp: new Date(),
  ExecutionDetails: { InputPayload: "{}" },
};

function createTransport(log: Map<string, WireOperation>): Transport {
  return {
    checkpoint: async ({ Updates = [] }: CheckpointRequest) => {
      const Operations = Updates.map(entryAfter);
      for (const entry of Operations) log.set(entry.Id, entry);
      return { CheckpointToken: TOKEN, NewExecutionState: { Operations } };
    },
    getExecutionState: async () => ({ Operations: [] }),
  };
}

/** The log entry that a START or SUCCEED of this workload leaves. */
function entryAfter(update: WireUpdate): WireOperation {
  const { Id, Name = "", SubType = "", Type, Action, Payload } = update;
  const entry = { Id, Name, SubType, Type };
  if (Type === "WAIT") {
    const end = new Date(Date.now() + (update.WaitOptions?.WaitSeconds ?? 0) * 1_000);
    return { ...entry, Status: "STARTED", WaitDetails: { ScheduledEndTimestamp: end } };
  }
  if (Action === "START") return { ...entry, Status: "STARTED", StepDetails: { Attempt: 0 } };
  const StepDetails = Payload === undefined ? { Attempt: 1 } : { Attempt: 1, Result: Payload };
  return { ...entry, Status: "SUCCEEDED", StepDetails };
}

function endWaits(log: Map<string, WireOperation>): void {
  for (const [id, entry] of log) {
    if (entry.Type === "WAIT") log.set(id, { ...entry, Status: "SUCCEEDED" });
  }
}

/** Puts immediates in place of short timers, and nothing in place of long ones, for good. */
function skipTimers(): void {
  const { setImmediate, clearImmediate } = globalThis;
  Object.assign(globalThis, {
    setTimeout: (callback: () => void, milliseconds: number) =>
      milliseconds <= COOL_DOWN_MILLISECONDS ? setImmediate(callback) : undefined,
    clearTimeout: (handle: NodeJS.Immediate | undefined) => clearImmediate(handle),
  });
}
