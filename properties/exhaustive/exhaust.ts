/** One workflow on an engine under every schedule of at most k interruptions, judged and counted. */
import type { Case } from "../../model/case.ts";
import type { Guarantees } from "../../model/guarantees.ts";
import type { History } from "../../model/history.ts";
import type { Workflow } from "../../model/workflow.ts";
import { isComparable } from "../comparable.ts";
import type { Property } from "../property.ts";
import { readStory } from "../story.ts";
import { type Tallied, Tally } from "../suite/tally.ts";
import { caseOfHistory } from "./case-of-history.ts";
import { type Draw, drawnSchedules } from "./drawn-schedules.ts";
import { everySchedule, type Traced } from "./every-schedule.ts";
import { type CoverageCounts, ModelCoverage } from "./model-coverage.ts";

export interface ExhaustOptions {
  readonly interruptions: number;
  readonly properties: readonly Property[];
  readonly guarantees: Guarantees;
  readonly trace: (case_: Case) => Promise<Traced>;
  /** False to strike every edge, whatever survives there. */
  readonly cut?: boolean;
  /** Where schedules are drawn, and not all are run. */
  readonly draw?: Draw;
  readonly skip?: ReadonlySet<number>;
  readonly onCase?: (number: number, case_: Case) => void;
  readonly goOn?: () => boolean;
}

/** A model history to a state that no run has shown, and a case with its interruptions. */
export interface Unreached {
  readonly case: Case;
  readonly history: History;
  /** Whether the engine comes to the state when the case is run; if not, it goes another way. */
  readonly reached: boolean;
}

export interface Exhausted extends Tallied {
  /** False if it was ended early. */
  readonly complete: boolean;
  readonly cases: number;
  /** The edges that were not struck, because an equal one was. */
  readonly cut: number;
  readonly skipped: readonly { readonly number: number; readonly case: Case }[];
  readonly modelCoverage: CoverageCounts;
  /** The nearest ones. */
  readonly unreached: readonly Unreached[];
}

/** Of each workflow so many are told, after at most so many cases have been run for it. */
const MOST_UNREACHED = 3;
const MOST_TRIED = 12;

export async function exhaust(workflow: Workflow, options: ExhaustOptions): Promise<Exhausted> {
  const { interruptions, properties, guarantees } = options;
  const tally = new Tally(properties);
  const coverage = new ModelCoverage(workflow, interruptions, guarantees);
  const skipped: { number: number; case: Case }[] = [];
  let [cases, cut, complete] = [0, 0, true];
  let last: { readonly case: Case; readonly history: History } | undefined;
  let crashFree: History | undefined;
  const search = { workflow, ...options };
  const schedules =
    options.draw === undefined ? everySchedule(search) : drawnSchedules(search, options.draw);
  for await (const each of schedules) {
    if (each.kind === "cut") {
      cut += 1;
      coverage.addEdge(each.at);
      const event = last?.history[each.at];
      if (last !== undefined && event !== undefined) tally.addEqualEdge(last.case, event);
    } else if (each.kind === "ended") {
      complete = false;
    } else if (each.kind === "skipped") {
      skipped.push({ number: each.number, case: each.case });
    } else {
      const { number, case: case_, history } = each;
      cases += 1;
      last = each;
      tally.add(number, readStory(case_, guarantees, history, crashFree));
      coverage.add(history);
      // Later cases are held against the one without interruptions.
      if (number === 0 && isComparable(workflow)) crashFree = history;
    }
  }
  const trial: Trial = { workflow, coverage, first: cases, skipped };
  // A case that the engine was lost in could be one of those that are tried.
  const all = complete && skipped.length === 0;
  const unreached = all ? await tryUnreached(trial, options) : [];
  const modelCoverage = coverage.counts();
  return { ...tally.tallied(), complete, cases, cut, skipped, modelCoverage, unreached };
}

interface Trial {
  readonly workflow: Workflow;
  readonly coverage: ModelCoverage;
  /** The number of the first case that is run for it: those of the search come before. */
  readonly first: number;
  /** Where a case is added that the engine is lost in. */
  readonly skipped: { number: number; case: Case }[];
}

/** The nearest states that were not shown; first those that the engine comes to when their case is run. */
async function tryUnreached(
  { workflow, coverage, first, skipped }: Trial,
  { trace, onCase, skip }: ExhaustOptions,
): Promise<readonly Unreached[]> {
  const tried: Unreached[] = [];
  const states = new Map<string, ReadonlySet<string>>();
  let found = 0;
  for (const { state, history } of coverage.unreached()) {
    const case_ = caseOfHistory(workflow, history);
    const key = JSON.stringify(case_.schedule);
    if (!states.has(key)) {
      if (states.size === MOST_TRIED) break;
      const number = first + states.size;
      if (skip?.has(number)) {
        skipped.push({ number, case: case_ });
        break;
      }
      onCase?.(number, case_);
      states.set(key, coverage.statesOf((await trace(case_)).history));
    }
    const reached = states.get(key)?.has(state) === true;
    tried.push({ case: case_, history, reached });
    if (reached) found += 1;
    if (found === MOST_UNREACHED) break;
  }
  const nearest = tried.toSorted((one, other) => Number(other.reached) - Number(one.reached));
  return nearest.slice(0, MOST_UNREACHED);
}
