/** The model alone: the workload simulated without any engine. */
import { awsGuarantees } from "../../model/guarantees.ts";
import { simulate } from "../../model/simulate.ts";
import { checkHistory, plainCase } from "../workload.ts";
import type { Contender } from "./contender.ts";

export async function openModel(): Promise<Contender> {
  return {
    execute: async () => checkHistory(simulate(plainCase, awsGuarantees)),
    inFlight: 1,
    eventsPerExecution: simulate(plainCase, awsGuarantees).length,
    close: async () => {},
  };
}
