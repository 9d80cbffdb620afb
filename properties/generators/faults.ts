/**
 * What goes wrong beside interruptions: calls that fail, a log in pages, a changed handler. Each
 * batch of cases has only some of it (swarm testing), so that none hides the others.
 */
import fc from "fast-check";
import { OTHER_KINDS } from "../../model/change.ts";
import { FAILURE_NAMES } from "../../model/fault.ts";
import { layFlat, type Node, ROOT } from "../../model/program.ts";
import {
  type Fault,
  type FaultName,
  PAGE_FAULTS,
  type Pages,
  type Schedule,
} from "../../model/schedule.ts";
import type { Workflow } from "../../model/workflow.ts";
import { actionsOf } from "./actions.ts";
import { arrivalsArbitrary } from "./arrivals.ts";
import { changeArbitrary, type OtherKind } from "./changes.ts";

/** What may go wrong in the cases of a batch, beside interruptions. */
export interface Troubles {
  readonly faults: readonly FaultName[];
  readonly pages: boolean;
  readonly changes: boolean;
  /** What an operation of a changed handler may have become. */
  readonly otherKinds: readonly OtherKind[];
  readonly arrivals: boolean;
}

/** Replies that are not as they should be, though nothing has failed. */
const ODD_REPLIES = ["token-missing", "reply-late"] as const;

export const ALL_TROUBLES: Troubles = {
  faults: [...FAILURE_NAMES, ...ODD_REPLIES],
  pages: true,
  changes: true,
  otherKinds: OTHER_KINDS,
  arrivals: true,
};

/** Half of the batches have no fault at all: it would end invocations that something else needs. */
export const troublesArbitrary: fc.Arbitrary<Troubles> = fc
  .record({
    failures: fc.oneof(
      fc.constant([]),
      fc.subarray([...FAILURE_NAMES], { minLength: 1, maxLength: 4 }),
    ),
    pages: fc.boolean(),
    // What a change leads to stands in the way of everything after it.
    changes: oneIn(6),
    replies: fc.subarray([...ODD_REPLIES]),
    arrivals: fc.boolean(),
  })
  .map(({ failures, replies, ...others }) => ({
    ...others,
    otherKinds: OTHER_KINDS,
    faults: [...failures, ...replies],
  }));

function oneIn(many: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: many }).map((drawn) => drawn === 1);
}

/** The parts of a schedule that are not interruptions; parts that are empty are left out. */
export function faultsArbitrary(
  workflow: Workflow,
  { faults, pages, changes, otherKinds, arrivals }: Troubles,
): fc.Arbitrary<Omit<Schedule, "interruptions">> {
  const nodes = layFlat(workflow).nodes.filter(({ kind }) => actionsOf(kind).length > 0);
  const count = fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.constant(2) },
  );
  const some =
    faults.length === 0
      ? fc.constant([])
      : count.chain((length) =>
          fc.array(faultArbitrary(nodes, faults), { minLength: length, maxLength: length }),
        );
  const cut = pages ? fc.option(pagesArbitrary, { nil: undefined }) : fc.constant(undefined);
  const changed = changes
    ? fc.oneof(
        { weight: 2, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: changeArbitrary(workflow, otherKinds) },
      )
    : fc.constant({});
  const arriving = arrivals ? arrivalsArbitrary(workflow) : fc.constant({});
  return fc.tuple(some, cut, changed, arriving).map(([drawn, drawnPages, change, arrived]) => ({
    ...change,
    ...arrived,
    ...(drawn.length === 0 ? {} : { faults: drawn }),
    ...(drawnPages === undefined ? {} : { pages: drawnPages }),
  }));
}

const occurrence = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constant(2) },
  { weight: 1, arbitrary: fc.constant(3) },
);

/** An empty first page is what engines are least prepared for. */
const pagesArbitrary: fc.Arbitrary<Pages> = fc.record({
  first: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 })),
  size: fc.integer({ min: 1, max: 3 }),
});

function faultArbitrary(nodes: readonly Node[], names: readonly FaultName[]): fc.Arbitrary<Fault> {
  const fault = fc.constantFrom(...names);
  const seconds = fc.constantFrom(1, 5, 30);
  const unnamed = fc.record({ fault, call: fc.constantFrom(...UNNAMED_CALLS), occurrence });
  if (nodes.length === 0) return unnamed.map(possible) as fc.Arbitrary<Fault>;
  // The last call is one after which nothing else would show that it failed.
  const last = nodes.filter(({ context }) => context === ROOT).slice(-1);
  const targets = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...nodes) },
    { weight: 1, arbitrary: fc.constantFrom(...(last.length > 0 ? last : nodes)) },
  );
  const named = targets.chain(({ name, kind }) =>
    fc.record({
      fault,
      operation: fc.constant(name),
      action: fc.constantFrom(...actionsOf(kind)),
      occurrence,
      ...(names.includes("reply-late") ? { seconds } : {}),
    }),
  );
  const anywhere = fc.oneof({ weight: 6, arbitrary: named }, { weight: 1, arbitrary: unnamed });
  return anywhere.map(possible) as fc.Arbitrary<Fault>;
}

const UNNAMED_CALLS = ["poll", "result", "page"] as const;

/** What can't go wrong with a call, as with a page that can't be denied: then it is throttled. */
function possible({ seconds, ...drawn }: { readonly fault: FaultName; readonly seconds?: number }) {
  if (drawn.fault === "reply-late" && seconds !== undefined) return { ...drawn, seconds };
  const page = "call" in drawn && drawn.call === "page";
  const impossible =
    drawn.fault === "reply-late" ||
    (page && !(PAGE_FAULTS as readonly string[]).includes(drawn.fault));
  return impossible ? { ...drawn, fault: "throttled" as const } : drawn;
}
