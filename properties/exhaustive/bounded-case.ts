/** A case of a search: its limits are far away for an engine that is right, and near for one that goes on for ever. */
import { type Case, type Limits, makeCase } from "../../model/case.ts";
import { allOperations } from "../../model/operation-names.ts";
import type { Schedule } from "../../model/schedule.ts";
import type { Workflow } from "../../model/workflow.ts";

/** What is enumerated takes some seconds, and the retries of the default strategy some minutes. */
const SECONDS = 60;
const SECONDS_BY_DEFAULT = 300;

export function boundedLimits({ operations }: Workflow): Limits {
  const byDefault = [...allOperations(operations)].filter(
    (operation) => operation.kind === "step" && operation.retry.policy === "default",
  );
  const executionSeconds = SECONDS + SECONDS_BY_DEFAULT * byDefault.length;
  return { invocationSeconds: 900, executionSeconds };
}

export function boundedCase(workflow: Workflow, schedule?: Schedule): Case {
  return makeCase(workflow, schedule, boundedLimits(workflow));
}
