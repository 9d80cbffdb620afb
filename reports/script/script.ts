/**
 * A case as a script that needs nothing but the AWS SDK: the workflow as a handler, a small service
 * in memory, the interruptions, and what the handler saw. It runs on the real clock.
 */
import { describeInterruption } from "../../model/describe-schedule.ts";
import { allOperations } from "../../model/operation-names.ts";
import type { Interruption } from "../../model/schedule.ts";
import type { ReplayReport } from "../replay-report.ts";
import { importOf, literal } from "../source.ts";
import { printable } from "../text/layout.ts";
import { handlerSource, Unsayable } from "./handler.ts";

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
  const { interruptions } = case_.schedule;
  const told = [
    ...(counterexample === undefined
      ? ["Nothing broke in this when it was written."]
      : [
          counterexample.sentence,
          `Expected: ${counterexample.expected}`,
          `Found:    ${counterexample.found}`,
        ]),
    "",
    ...interruptions.map(describeInterruption),
    "",
    `npm install ${PACKAGE}@${version} && node FILE.mjs`,
  ];
  const source = handlerSource(case_.workflow);
  return `${told.map((line) => `// ${printable(line)}`.trimEnd()).join("\n")}
${importOf("{ setTimeout as sleep }", "node:timers/promises")}
${importOf("* as sdk", PACKAGE)}

/** Where invocations are cut off: the edge, the operation, the update, and which time it is reached. */
const crashes = ${literal(interruptions.map(crash))};
/** How outside parties end callbacks and invoked functions. */
const ends = ${literal(endsOf(case_.workflow))};

async function workflow(context) {
${source}
}

${prelude.trim()}

// The service, and what runs an execution on it.

${service.trim()}

${run.trim()}

await main(${case_.limits.invocationSeconds});
`;
}

function crash(interruption: Interruption): readonly [string, number] {
  if (interruption.edge === "invocation-answered") throw new Unsayable("a crash after the answer");
  if (interruption.restartSeconds !== undefined) throw new Unsayable("a restart that takes time");
  const parts = [interruption.edge];
  if ("operation" in interruption) parts.push(interruption.operation as never);
  if ("action" in interruption) parts.push(interruption.action as never);
  return [parts.join(" "), interruption.occurrence];
}

function endsOf(workflow: ReplayReport["case"]["workflow"]): Readonly<Record<string, object>> {
  const ends: Record<string, object> = {};
  for (const operation of allOperations(workflow.operations)) {
    if (!("end" in operation)) continue;
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

const STATUSES = { fail: "FAILED", "time-out": "TIMED_OUT", stop: "STOPPED" } as const;
