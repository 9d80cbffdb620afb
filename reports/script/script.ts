/**
 * A case as a script that needs nothing but the AWS SDK: the workflow as a handler, a small service
 * in memory, the interruptions, and what the handler saw. It runs on the real clock.
 */
import { changedWorkflow } from "../../model/change.ts";
import { describeFault, describeSchedule } from "../../model/describe-schedule.ts";
import { meaningOf } from "../../model/fault.ts";
import { inputOf } from "../../model/input.ts";
import { allOperations } from "../../model/operation-names.ts";
import type { Fault, Interruption, Schedule } from "../../model/schedule.ts";
import type { Operation } from "../../model/workflow.ts";
import type { ReplayReport } from "../replay-report.ts";
import { importOf, literal } from "../source.ts";
import { printable } from "../text/layout.ts";
import { handlerSource } from "./handler.ts";
import { Unsayable } from "./options.ts";

/** The parts that all scripts have, without imports and exports. */
export interface Sources {
  /** Bodies, crashes, and what is printed. */
  readonly prelude: string;
  /** The service, and what runs an execution on it. */
  readonly service: string;
  readonly run: string;
}

const PACKAGE = "@aws/durable-execution-sdk-js";

/** @throws Unsayable for a case that has something a script has no words for. */
export function renderScript(
  { engine, case: case_, counterexample }: ReplayReport,
  { prelude, service, run }: Sources,
): string {
  const version = /^aws-sdk@(.+)$/.exec(engine)?.[1] ?? "latest";
  const { interruptions, faults = [], change } = case_.schedule;
  refuseArrivals(case_.schedule);
  const told = [
    ...(counterexample === undefined
      ? ["Nothing broke in this when it was written."]
      : [
          counterexample.sentence,
          `Expected: ${counterexample.expected}`,
          `Found:    ${counterexample.found}`,
        ]),
    "",
    `Schedule: ${describeSchedule(case_.schedule)}`,
    "",
    `npm install ${PACKAGE}@${version} && node FILE.mjs`,
  ];
  const { workflow } = case_;
  const changed = change === undefined ? workflow : changedWorkflow(workflow, change);
  return `${told.map((line) => `// ${printable(line)}`.trimEnd()).join("\n")}
${importOf("{ setTimeout as sleep }", "node:timers/promises")}
${importOf("* as sdk", PACKAGE)}

/** Where invocations are cut off: the edge, the operation, the update, which time, and for how long. */
const crashes = ${literal(interruptions.map(crash))};
/** Which calls to the service go wrong, and how. */
const faults = ${literal(faults.map(faultIn))};
/** How the log comes in pages. */
const pages = ${literal(pagesOf(case_.schedule))};
/** How outside parties end callbacks and invoked functions. */
const ends = ${literal({ ...endsOf(workflow), ...endsOf(changed) })};
/** From when on the handler is \`changed\`: from this invocation, if this operation is in the log. */
const change = ${change === undefined ? "undefined" : literal({ fromInvocation: change.fromInvocation, operation: change.operation })};

async function workflow(context) {
${handlerSource(workflow)}
}
${change === undefined ? "const changed = workflow;" : `\nasync function changed(context) {\n${handlerSource(changed)}\n}`}

${prelude.trim()}

// The service, and what runs an execution on it.

${service.trim()}

${run.trim()}

await main(${case_.limits.invocationSeconds}, ${inputOf(case_)});
`;
}

function crash(interruption: Interruption): readonly [string, number, number] {
  const parts: string[] = [interruption.edge];
  if ("operation" in interruption) parts.push(interruption.operation);
  if ("action" in interruption) parts.push(interruption.action);
  return [parts.join(" "), interruption.occurrence, interruption.restartSeconds ?? 0];
}

/** As the prelude reads it. */
function faultIn(fault: Fault): object {
  const { occurrence } = fault;
  const call = "call" in fault ? fault.call : `${fault.operation} ${fault.action}`;
  const base = { call, occurrence, told: describeFault(fault) };
  if (fault.fault === "reply-late") return { ...base, seconds: fault.seconds };
  const { recorded, usesTokenUp, error } = meaningOf(fault.fault);
  const withoutToken = fault.fault === "token-missing";
  return { ...base, recorded, usesTokenUp, withoutToken, error };
}

/** An option of `run` for each that the schedule has. */
function pagesOf({ pages }: Schedule): object {
  return pages === undefined ? {} : { firstPage: pages.first, pageSize: pages.size };
}

function refuseArrivals({ arrivals = [] }: Schedule): void {
  const [arrival] = arrivals;
  if (arrival !== undefined)
    throw new Unsayable(`an outside party that acts at an edge (${arrival.ends})`);
}

function endsOf(workflow: ReplayReport["case"]["workflow"]): Readonly<Record<string, object>> {
  const ends: Record<string, object> = {};
  for (const operation of allOperations(workflow.operations)) {
    if (!("end" in operation)) continue;
    if (endsByItself(operation)) continue;
    const { does, seconds } = operation.end;
    const isCallback = operation.kind === "wait-for-callback";
    const name = isCallback ? `${operation.name}-callback` : operation.name;
    const error = {
      ErrorType: "OutsideError",
      ErrorMessage: `${name} was ended by ${does}`,
    };
    ends[name] =
      does === "succeed"
        ? { after: seconds, Result: JSON.stringify(`${name} answered`) }
        : { after: seconds, status: STATUSES[does], Error: error };
  }
  return ends;
}

/** A callback that nobody ends, or not before it times out, is ended by the service. */
function endsByItself({
  kind,
  end,
  ...options
}: Extract<Operation, { readonly end: unknown }>): boolean {
  if (kind === "invoke") return false;
  const { timeoutSeconds } = options as { readonly timeoutSeconds?: number };
  return end.does === "time-out" || (timeoutSeconds !== undefined && timeoutSeconds <= end.seconds);
}

const STATUSES = { fail: "FAILED", "time-out": "TIMED_OUT", stop: "STOPPED" } as const;
