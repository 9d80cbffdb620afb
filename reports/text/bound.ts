/** A run over all cases up to a bound, as text. */
import { describeEvent } from "../../model/describe.ts";
import { describeWorkflow } from "../../model/describe-workflow.ts";
import { type Bound, isComplete } from "../bound.ts";
import type { RunReport } from "../run-report.ts";
import { clip, counted, labelled, paragraph, thousands, WIDTH } from "./layout.ts";
import { describeShard } from "./shard.ts";

/** `2 steps or waits, 2 interruptions`. */
export function describeBound({
  operations,
  interruptions,
  kinds,
  faults = false,
}: Pick<Bound, "operations" | "interruptions" | "kinds"> & {
  readonly faults?: boolean;
}): string {
  const what =
    kinds === "all"
      ? counted(operations, "operation of any kind", "operations of any kind")
      : counted(operations, "step or wait", "steps or waits");
  return `${what}, ${describeStrikes(interruptions, faults)}`;
}

/** `2 interruptions`; or with faults, of which each counts too, `2 interruptions or failing calls`. */
export function describeStrikes(count: number, faults: boolean): string {
  return faults
    ? counted(count, "interruption or failing call", "interruptions or failing calls")
    : counted(count, "interruption", "interruptions");
}

/** How much of the model was shown, and what comes next that was not. */
export function renderModelCoverage(bound: Bound): string {
  const row = (label: string, { shown, all }: Bound["states"]) => {
    const percent = all === 0 ? "" : ` (${Math.floor((100 * shown) / all)} %)`;
    const counts = `${thousands(shown).padStart(9)} of ${thousands(all)}${percent}`;
    return `  ${label.padEnd(12)}${counts}`;
  };
  return [
    "Of the model, to this bound, the runs have shown",
    row("states", bound.states),
    row("transitions", bound.transitions),
    row("edges", bound.edges),
    ...(bound.beyond === 0 ? [] : [`  and ${thousands(bound.beyond)} that it only accepts`]),
    ...renderUnreached(bound),
  ].join("\n");
}

const UNREACHED_SHOWN = 3;

/** The nearest states that no run has come to, by their workflow and the last event. */
function renderUnreached({ unreached }: Bound): readonly string[] {
  if (unreached.length === 0) return [];
  const can = unreached.filter(({ reached }) => reached);
  const shown = (can.length > 0 ? can : unreached).slice(0, UNREACHED_SHOWN);
  const rows = shown.map(({ case: { workflow }, history }) => {
    const last = history.at(-1);
    const { verb, subject, detail } =
      last === undefined ? { verb: "nothing", subject: "", detail: "" } : describeEvent(last);
    const words = [verb, subject, detail].filter((each) => each !== "").join(" ");
    const after = `after ${counted(history.length, "event", "events")}: ${words}`;
    return labelled("-", clip(`${describeWorkflow(workflow)}; ${after}`, 2 * WIDTH), 2, 2);
  });
  const title =
    can.length > 0
      ? "Not shown, the nearest; the engine comes there when their cases, in the report as JSON, are run:"
      : "Not shown, the nearest; with the same interruptions the engine goes another way that is right too:";
  return [paragraph(title, 2), ...rows];
}

/** What is no part of the bound, in the place of a verdict. */
export function renderLeftOut({ leftOut }: Bound, width: number): readonly string[] {
  return leftOut.map(({ id, reason }) =>
    labelled(`n/a   ${id.padEnd(width)}`, reason, 2, width + 8),
  );
}

/** Whether all was run; and if not, how far it came. */
export function renderBoundReached({ bound, casesRun }: RunReport): readonly string[] {
  if (bound === null) return [];
  if (bound.drawn !== undefined) {
    const done = `${thousands(bound.workflowsDone)} of ${counted(bound.workflows, "workflow", "workflows")}`;
    const each = `at most ${counted(bound.drawn, "schedule", "schedules")} of each, and one without interruptions`;
    return [
      paragraph(
        `drawn to (${describeBound(bound)}): ${done}, ${counted(casesRun, "case", "cases")}, ${each}`,
        0,
      ),
    ];
  }
  const counts =
    `${counted(casesRun, "case", "cases")}, ` +
    `${counted(bound.cut, "edge", "edges")} not struck because an equal one was`;
  const words = isComplete(bound)
    ? `complete to (${describeBound(bound)}): ${counted(bound.workflows, "workflow", "workflows")}, ${counts}`
    : `not complete to (${describeBound(bound)}): ${thousands(bound.workflowsDone)} of ${counted(bound.workflows, "workflow", "workflows")}, ${counts}`;
  return [paragraph(words, 0)];
}

/** Which cases were run: `19 cases of 100, seed 7`. */
export function describeCases({ bound, casesRun, casesAsked, seed, shard }: RunReport): string {
  const run = counted(casesRun, "case", "cases");
  const part = shard === undefined ? "" : `, ${describeShard(shard)}`;
  if (bound === null) return `${run} of ${thousands(casesAsked)}, seed ${seed}${part}`;
  const which = isComplete(bound) ? "all" : "not all";
  return `${run}, ${which} to (${describeBound(bound)})${part}`;
}
