/** Engines as they would be if findings were mended that are known of them. */
import { awsGuarantees } from "../model/guarantees.ts";
import { SDK_VERSIONS } from "./aws-sdk/sdk.ts";
import type { Runner } from "./runner.ts";

export interface MendedRunners {
  /** The ids of those of the findings that can be mended. */
  readonly findings: readonly string[];
  /** With these mended, and nothing else changed; loaded when it is first asked for. */
  readonly mend: (findings: readonly string[]) => Promise<Pick<Runner, "guarantees" | "run">>;
}

/** None of the findings where the engine, given its full name, is no published SDK. */
export async function mendedRunners(
  name: string,
  findings: readonly string[],
  onInvocation?: () => void,
): Promise<MendedRunners> {
  const version = SDK_VERSIONS.find((each) => name === `aws-sdk@${each}`);
  if (version === undefined || findings.length === 0) {
    return { findings: [], mend: () => Promise.reject(new RangeError(`${name} has no patches`)) };
  }
  const { createMendedEngine, mendableIn } = await import("./aws-sdk/mended.ts");
  const { runSimulated } = await import("./simulated/run.ts");
  const loaded = new Map<string, ReturnType<MendedRunners["mend"]>>();
  const load = async (mended: readonly string[]) => {
    const engine = await createMendedEngine(version, mended);
    const run = async (case_: Parameters<Runner["run"]>[0]) =>
      (await runSimulated(case_, engine, { onInvocation })).history;
    return { guarantees: awsGuarantees, run };
  };
  return {
    findings: mendableIn(version, findings),
    mend: (mended) => {
      const key = mended.join(" ");
      const runner = loaded.get(key) ?? load(mended);
      loaded.set(key, runner);
      return runner;
    },
  };
}
