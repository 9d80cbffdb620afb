/** A worker thread that explores the model on one workflow after the other. */
import { parentPort } from "node:worker_threads";
import { awsGuarantees } from "../../model/guarantees.ts";
import type { Workflow } from "../../model/workflow.ts";
import { exploreWorkflow } from "../../properties/exhaustive/explore-workflow.ts";
import { Stretches } from "../../properties/exhaustive/stretches.ts";
import { addFindings, findingsOf, NOTHING } from "./findings.ts";
import type { Findings, Job, Told } from "./messages.ts";

const stretches = new Stretches();

parentPort?.on("message", (job: Job) => {
  try {
    tell({ kind: "done", findings: explore(job) });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ kind: "mistaken", message });
  }
});

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

function explore({
  of,
  interruptions,
  faults,
  freedom,
  endsOnly,
  mostStates,
  until,
}: Job): Findings {
  const workflows: Iterable<Workflow> = "workflow" in of ? [of.workflow] : stretches.read(of);
  let findings = NOTHING;
  for (const workflow of workflows) {
    if (until !== undefined && Date.now() > until) break;
    const explored = exploreWorkflow(
      workflow,
      { interruptions, faults, freedom, states: mostStates },
      {
        guarantees: awsGuarantees,
        endsOnly,
        onStates: (states) => tell({ kind: "states", states }),
      },
    );
    findings = addFindings(findings, findingsOf(explored));
  }
  return findings;
}
