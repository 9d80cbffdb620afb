/**
 * Contexts: a function whose result is recorded when it ends. What it gives is what was recorded; a
 * result over the limit is not, and is made again on replay, from what is recorded below it.
 */
import type { Serdes } from "../../engine.ts";
import { OperationError, writeError } from "../errors.ts";
import { never } from "../never.ts";
import type { Operation } from "../operation.ts";
import type { Scope } from "../scope.ts";
import { guard } from "../serdes.ts";

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

export async function runContext(
  operation: Operation,
  body: ContextFunction,
  own?: Serdes,
): Promise<unknown> {
  const serdes = guard(operation, own);
  const { entry } = operation;
  if (entry === undefined) void operation.write({ Action: "START" });
  if (entry === undefined || entry.Status === "STARTED") return runLive(operation, body, serdes);
  if (entry.ContextDetails?.ReplayChildren !== true) return giveRecorded(operation, serdes);
  const scope = operation.scope.open("replaying");
  const summary = entry.ContextDetails.Result ?? "";
  const restored = await scope.run(() => body.restore(scope, summary));
  return await operation.scope.work(() => roundTrip(serdes, restored));
}

async function runLive(
  operation: Operation,
  body: ContextFunction,
  serdes: Serdes,
): Promise<unknown> {
  if (!operation.isLive) return never();
  const scope = operation.scope.open("live");
  let result: unknown;
  let Payload: string | undefined;
  try {
    result = await scope.run(() => body.run(scope));
    Payload = await operation.work(() => serdes.serialize(result));
  } catch (error) {
    await operation.write({ Action: "FAIL", Error: writeError(error) });
    return giveRecorded(operation, serdes);
  }
  if (Payload === undefined || Buffer.byteLength(Payload) <= RESULT_LIMIT_BYTES) {
    await operation.write({ Action: "SUCCEED", Payload });
    return giveRecorded(operation, serdes);
  }
  const summary = body.summarize(result);
  const ContextOptions = { ReplayChildren: true };
  await operation.write({ Action: "SUCCEED", Payload: summary, ContextOptions });
  return operation.scope.work(() => serdes.deserialize(Payload));
}

async function giveRecorded({ entry, scope }: Operation, serdes: Serdes): Promise<unknown> {
  const details = entry?.ContextDetails;
  if (entry?.Status === "FAILED") throw new OperationError("ChildContextError", details?.Error);
  return scope.work(() => serdes.deserialize(details?.Result));
}

/** As the first run has given it: a copy that has been written and read. */
export async function roundTrip(serdes: Serdes, value: unknown): Promise<unknown> {
  return serdes.deserialize(await serdes.serialize(value));
}
