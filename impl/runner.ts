/**
 * Engines by the names that people use on the command line, each as something that runs a case.
 * `model` is the reference model itself, run as if it were an engine; a path is a module that brings
 * an engine of its own.
 */
import type { Case } from "../model/case.ts";
import { awsGuarantees, type Guarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { NEWEST_SDK_VERSION, SDK_VERSIONS } from "./aws-sdk/sdk.ts";
import { isModuleName } from "./engine-module.ts";
import { FAULTY, type Loaded, loadEngine } from "./load-engine.ts";
import { missingIn, NotImplementedError } from "./not-implemented.ts";

/**
 * What is killed for real where a schedule says so: nothing, the process of the handler, or that of
 * the service.
 */
export const TIERS = ["simulated", "killed", "killed-backend"] as const;
export type Tier = (typeof TIERS)[number];

export interface Runner {
  readonly name: string;
  readonly guarantees: Guarantees;
  readonly run: (case_: Case) => Promise<History>;
  /** Runs a case, and tells what survives each event. */
  readonly trace: (case_: Case) => Promise<Traced>;
  /** How many processes have been killed so far, by what they were killed for. */
  readonly kills: () => Readonly<Record<string, number>>;
  /** Ends the processes that it has started, and waits for that. */
  readonly close: () => Promise<void>;
}

export interface Traced {
  readonly history: History;
  /** What survives an interruption after each event: where it is equal, all that follows is. */
  readonly durable: readonly string[];
}

/** The names of the engines that come with this package. */
export const ENGINE_NAMES: readonly string[] = [
  "embedded",
  "model",
  ...SDK_VERSIONS.map((version) => `aws-sdk@${version}`),
];

export const DEFAULT_ENGINE = "embedded";

/** The full name of an engine: `aws-sdk` is its newest version. */
export function fullEngineName(name: string): string {
  return name === "aws-sdk" ? `aws-sdk@${NEWEST_SDK_VERSION}` : name;
}

/** Whether a full name is one that `createRunner` takes; a module need not be there. */
export function isEngineName(name: string): boolean {
  return isBuiltIn(name) || isModuleName(name);
}

/** Whether a full name is that of an engine that comes with this package. */
export function isBuiltIn(name: string): boolean {
  return ENGINE_NAMES.includes(name) || name.startsWith(FAULTY);
}

/**
 * Loads an engine, given its full name, to be run in a tier. `onInvocation` is told as each of its
 * invocations begins.
 * @throws Error if the engine can't be loaded here, or not run in this tier.
 */
export async function createRunner(
  name: string,
  tier: Tier = "simulated",
  onInvocation?: () => void,
): Promise<Runner> {
  if (name === "model") {
    if (tier !== "simulated") throw new Error("the model has no process that could be killed");
    const run = async (case_: Case) => simulate(case_, awsGuarantees);
    // All that survives there is in the state of the model, which whoever asks has already.
    const trace = async (case_: Case) => {
      const history = simulate(case_, awsGuarantees);
      return { history, durable: history.map(() => "") };
    };
    return { name, guarantees: awsGuarantees, run, trace, ...NO_PROCESSES };
  }
  const loaded = await loadEngine(name);
  const { execute, ...processes } = await executorOf(name, loaded, tier, onInvocation);
  const checked = async (case_: Case, durable: boolean) => {
    const ran = await execute(case_, durable);
    if (isModuleName(name)) requireAll(name, ran.history);
    return ran;
  };
  const run = async (case_: Case) => (await checked(case_, false)).history;
  const trace = (case_: Case) => checked(case_, true);
  return { name, guarantees: loaded.engine.guarantees, run, trace, ...processes };
}

/** What runs cases in a tier. */
interface Executor extends Pick<Runner, "kills" | "close"> {
  readonly execute: (case_: Case, durable: boolean) => Promise<Traced>;
}

const NO_PROCESSES = { kills: () => ({}), close: async () => {} };

async function executorOf(
  name: string,
  { engine, ...service }: Loaded,
  tier: Tier,
  onInvocation: (() => void) | undefined,
): Promise<Executor> {
  switch (tier) {
    case "simulated": {
      const { runSimulated } = await import("./simulated/run.ts");
      const execute: Executor["execute"] = (case_, durable) =>
        runSimulated(case_, engine, { ...service, durable, onInvocation });
      return { execute, ...NO_PROCESSES };
    }
    case "killed": {
      const { HandlerProcesses } = await import("./killed/run.ts");
      const processes = new HandlerProcesses(name);
      const execute: Executor["execute"] = (case_, durable) =>
        processes.run(case_, { ...service, durable, onInvocation });
      return { execute, kills: () => processes.kills, close: () => processes.close() };
    }
    case "killed-backend": {
      if (service.createService !== undefined) {
        throw new Error(
          `${name} has a service of its own, which is no process that could be killed`,
        );
      }
      const { runOnKilledService } = await import("./killed/run-backend.ts");
      const { BackendProcesses } = await import("./killed/backend-processes.ts");
      const processes = new BackendProcesses();
      const execute: Executor["execute"] = (case_, durable) =>
        runOnKilledService(case_, engine, processes, { durable, onInvocation });
      return { execute, kills: () => processes.kills, close: () => processes.close() };
    }
  }
}

/** @throws NotImplementedError if something was missing that the case needs. */
function requireAll(name: string, history: History): void {
  const missing = missingIn(history);
  if (missing === undefined) return;
  throw new NotImplementedError(`${name} has no ${missing} yet, which a case needs`);
}
