/**
 * Runs a case with its service in a process that is killed where a call to it fails. What is wrong
 * with the store is the error of the run, and never laid to the engine, whatever that made of it.
 */
import type { Case } from "../../model/case.ts";
import type { CreateService } from "../backend/service.ts";
import type { Engine } from "../engine.ts";
import { type Run, type RunOptions, runSimulated } from "../simulated/run.ts";
import type { BackendProcesses } from "./backend-processes.ts";
import { KilledService } from "./killed-service.ts";

/** @throws LossError if the process has lost anything, Error if it has ended by itself. */
export async function runOnKilledService(
  case_: Case,
  engine: Engine,
  processes: BackendProcesses,
  options: Omit<RunOptions, "createService"> = {},
): Promise<Run> {
  const made: { service?: KilledService } = {};
  const createService: CreateService = (options) => {
    made.service = new KilledService(options, processes);
    return made.service;
  };
  try {
    const ran = await runSimulated(case_, engine, { ...options, createService });
    if (made.service?.failure !== undefined) throw made.service.failure.error;
    return ran;
  } catch (error) {
    // In whatever state it is, the next execution begins with another one.
    processes.discard();
    throw made.service?.failure?.error ?? error;
  }
}
