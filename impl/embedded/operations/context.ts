/**
 * Contexts: a function whose result is recorded when it ends. What it gives is what was recorded; a
 * result over the limit is not, and is made again on replay, from what is recorded below it.
 */
import { OperationError, writeError } from "../errors.ts";
import { never, type Operation } from "../operation.ts";
import type { Scope } from "../scope.ts";

/** Results over this many bytes are made again instead of recorded. */
const RESULT_LIMIT_BYTES = 256 * 1_024;

export interface ContextFunction {
  readonly run: (scope: Scope) => Promise<unknown>;
  /** What is recorded of a result that is too large. */
  readonly summarize: (result: unknown) => string;
  /** Makes a large result again. */
  readonly restore: (scope: Scope, summary: string) => Promise<unknown>;
}

/** A function that gives the same when it runs again, and has nothing to remember for that. */
export function repeatable(run: (scope: Scope) => Promise<unknown>): ContextFunction {
  return { run, summarize: () => "", restore: run };
}

export async function runContext(operation: Operation, body: ContextFunction): Promise<unknown> {
  const { entry } = operation;
  if (entry === undefined) void operation.write({ Action: "START" });
  if (entry === undefined || entry.Status === "STARTED") return runLive(operation, body);
  if (entry.ContextDetails?.ReplayChildren !== true) return giveRecorded(operation);
  const scope = operation.scope.open("replaying");
  const summary = entry.ContextDetails.Result ?? "";
  return copy(await scope.run(() => body.restore(scope, summary)));
}

async function runLive(operation: Operation, body: ContextFunction): Promise<unknown> {
  if (!operation.isLive) return never();
  const scope = operation.scope.open("live");
  let result: unknown;
  try {
    result = await scope.run(() => body.run(scope));
  } catch (error) {
    await operation.write({ Action: "FAIL", Error: writeError(error) });
    return giveRecorded(operation);
  }
  const Payload: string | undefined = JSON.stringify(result);
  if (Payload === undefined || Buffer.byteLength(Payload) <= RESULT_LIMIT_BYTES) {
    await operation.write({ Action: "SUCCEED", Payload });
    return giveRecorded(operation);
  }
  const summary = body.summarize(result);
  const ContextOptions = { ReplayChildren: true };
  await operation.write({ Action: "SUCCEED", Payload: summary, ContextOptions });
  return JSON.parse(Payload);
}

function giveRecorded({ entry }: Operation): unknown {
  const details = entry?.ContextDetails;
  if (entry?.Status === "FAILED") throw new OperationError("ChildContextError", details?.Error);
  return details?.Result === undefined ? undefined : JSON.parse(details.Result);
}

/** As the first run has given it: a copy that has been JSON. */
function copy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
