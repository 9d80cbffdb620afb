/**
 * A case is everything that is needed to run one execution again: a workflow, a schedule, and the
 * limits under which it runs. The same case gives the same history, byte for byte.
 */
import * as Schema from "effect/Schema";
import { refuseChange } from "./change.ts";
import { integerBetween } from "./numbers.ts";
import { allOperations, namesOf, outsideNames } from "./operation-names.ts";
import { Schedule } from "./schedule.ts";
import { Workflow } from "./workflow.ts";

/** The version of the case format that this package writes; older ones are refused by name. */
export const CASE_VERSION = 1;

/** Limits in virtual seconds: of one invocation, and of the whole execution. */
export const Limits = Schema.Struct({
  invocationSeconds: integerBetween(1, 900),
  executionSeconds: integerBetween(1, 31_622_400),
});
export type Limits = typeof Limits.Type;

const CaseFields = Schema.Struct({
  format: Schema.Literal("durable-conformance/case"),
  version: Schema.Literal(CASE_VERSION),
  workflow: Workflow,
  schedule: Schedule,
  limits: Limits,
  /** Seeds what the engine sees as chance: the jitter of its delays. */
  randomness: integerBetween(0, 2_147_483_647),
});
export const Case = CaseFields.check(
  Schema.makeFilter(({ workflow, schedule }: typeof CaseFields.Type) => {
    const outside = new Set(outsideNames(workflow.operations));
    const names = new Set(allOperations(workflow.operations).flatMap(namesOf));
    const { interruptions, faults = [], arrivals = [] } = schedule;
    for (const [key, entries] of Object.entries({ interruptions, faults, arrivals })) {
      for (const [index, entry] of entries.entries()) {
        if (!("operation" in entry) || names.has(entry.operation)) continue;
        const path = ["schedule", key, index, "operation"];
        return { path, issue: `an operation of the workflow (${[...names].join(", ")})` };
      }
    }
    for (const [index, { ends }] of arrivals.entries()) {
      if (outside.has(ends)) continue;
      const path = ["schedule", "arrivals", index, "ends"];
      return {
        path,
        issue: `a callback or invoke (${[...outside].join(", ") || "there is none"})`,
      };
    }
    const { change } = schedule;
    const issue = change === undefined ? undefined : refuseChange(workflow, change);
    return issue === undefined ? undefined : { path: ["schedule", "change", "operation"], issue };
  }),
);
export type Case = typeof Case.Type;

/** A case of this version from its parts, with limits that leave room for everything. */
export function makeCase(
  workflow: Workflow,
  schedule: Schedule = { interruptions: [] },
  limits: Limits = { invocationSeconds: 900, executionSeconds: 86_400 },
  randomness = 0,
): Case {
  return {
    format: "durable-conformance/case",
    version: CASE_VERSION,
    workflow,
    schedule,
    limits,
    randomness,
  };
}
