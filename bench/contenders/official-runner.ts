/**
 * The official `LocalDurableTestRunner`, as its README says to use it with `skipTime`: one runner
 * per execution, its service in a worker thread, its fake timers in this one. It spends most of an
 * execution waiting for real timers, so it is faster with more executions in flight.
 *
 * Skipping time ends the wait at once, mostly before the SDK's cool-down is over. Then the SDK never
 * suspends and the execution takes one invocation, without a replay, where others take two.
 */
import { StepSemantics, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { LocalDurableTestRunner } from "@aws/durable-execution-sdk-js-testing";
import { shareConsole } from "../../impl/aws-sdk/console.ts";
import { checkResult, createPlainHandler } from "../workload.ts";
import type { Contender } from "./contender.ts";

/** `console`: the SDK's own, or shared as this harness shares it, which saves most of the SDK's time. */
export async function openOfficialRunner(
  inFlight: number,
  console: "own" | "shared",
): Promise<Contender> {
  if (console === "shared") shareConsole();
  const handler = createPlainHandler(StepSemantics.AtLeastOncePerRetry);
  const handlerFunction = withDurableExecution(handler);
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
  return {
    execute: async () => {
      const run = await new LocalDurableTestRunner({ handlerFunction }).run({ payload: {} });
      checkResult(run.getStatus() ?? "(no status)", JSON.stringify(run.getResult()));
      return run.getInvocations().length;
    },
    inFlight,
    close: () => LocalDurableTestRunner.teardownTestEnvironment(),
  };
}
