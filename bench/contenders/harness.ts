/**
 * This harness: the real SDK on the simulated service, in virtual time, with a full history. Once
 * without interruptions, as all contenders run it, and once with two, to see what those leave.
 */
import { createAwsSdkEngine, engineOf } from "../../impl/aws-sdk/engine.ts";
import type { Sdk } from "../../impl/aws-sdk/sdk.ts";
import { createEmbeddedEngine } from "../../impl/embedded/engine.ts";
import type { Engine } from "../../impl/engine.ts";
import { runSimulated } from "../../impl/simulated/run.ts";
import type { Case } from "../../model/case.ts";
import {
  checkHistory,
  EXPECTED,
  EXPECTED_INTERRUPTED,
  type Expected,
  interruptedCase,
  plainCase,
} from "../workload.ts";
import type { Contender } from "./contender.ts";

const VERSION = "2.4.0";

/** With the console that it shares among invocations, or with the two that the SDK makes for each. */
export async function openHarness(console: "own" | "shared"): Promise<Contender> {
  if (console === "shared") return open(plainCase, EXPECTED);
  const sdk = (await import(`aws-sdk-${VERSION}`)) as Sdk;
  return open(plainCase, EXPECTED, engineOf(`aws-sdk@${VERSION}`, sdk));
}

export function openInterruptedHarness(): Promise<Contender> {
  return open(interruptedCase, EXPECTED_INTERRUPTED);
}

/** The same on the engine of this package. */
export function openEmbedded(): Promise<Contender> {
  return open(plainCase, EXPECTED, createEmbeddedEngine());
}

async function open(case_: Case, expected: Expected, given?: Engine): Promise<Contender> {
  const engine = given ?? (await createAwsSdkEngine(VERSION));
  const { history } = await runSimulated(case_, engine);
  return {
    execute: async () => checkHistory((await runSimulated(case_, engine)).history, expected),
    inFlight: 1,
    eventsPerExecution: history.length,
    close: async () => {},
  };
}
