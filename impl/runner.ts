/**
 * Engines by the names that people use on the command line, each as something that runs a case.
 * `model` is the reference model itself, run as if it were an engine.
 */
import type { Case } from "../model/case.ts";
import { awsGuarantees, type Guarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { NEWEST_SDK_VERSION, SDK_VERSIONS, type SdkVersion } from "./aws-sdk/sdk.ts";

export interface Runner {
  readonly name: string;
  readonly guarantees: Guarantees;
  readonly run: (case_: Case) => Promise<History>;
}

/** All names that `createRunner` knows. */
export const ENGINE_NAMES: readonly string[] = [
  "model",
  ...SDK_VERSIONS.map((version) => `aws-sdk@${version}`),
];

export const DEFAULT_ENGINE = `aws-sdk@${NEWEST_SDK_VERSION}`;

/** The full name of an engine: `aws-sdk` is its newest version. Undefined if there is none such. */
export function resolveEngineName(name: string): string | undefined {
  const full = name === "aws-sdk" ? DEFAULT_ENGINE : name;
  return ENGINE_NAMES.includes(full) ? full : undefined;
}

/**
 * Loads an engine, given its full name.
 * @throws Error if the engine can't be loaded here.
 */
export async function createRunner(name: string): Promise<Runner> {
  if (name === "model") {
    const run = async (case_: Case) => simulate(case_, awsGuarantees);
    return { name, guarantees: awsGuarantees, run };
  }
  const [{ createAwsSdkEngine }, { runSimulated }] = await Promise.all([
    import("./aws-sdk/engine.ts"),
    import("./simulated/run.ts"),
  ]);
  const engine = await createAwsSdkEngine(name.slice("aws-sdk@".length) as SdkVersion);
  const run = async (case_: Case) => (await runSimulated(case_, engine)).history;
  return { name, guarantees: engine.guarantees, run };
}
