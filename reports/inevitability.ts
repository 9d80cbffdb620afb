/**
 * Where on its way a failure became unavoidable. The situation is the one in which the engine went
 * wrong, as far as an engine can know it. Of the ways in which the model can go on from each event
 * before that, some end without coming to that situation: an engine that is right but for this can
 * still finish well there. From the event after which there are none left, every way leads to the
 * failure. What it means, and what it does not, is in docs/inevitability.md.
 */
import * as Schema from "effect/Schema";
import type { Case } from "../model/case.ts";
import { describeEvent } from "../model/describe.ts";
import { engineView } from "../model/engine-view.ts";
import type { Guarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { waysOn } from "../model/ways-on.ts";
import { walkThrough } from "./model-walk.ts";

export const Inevitability = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("known"),
    /** The first event before which no way is clear; 0 where none ever was. */
    from: Schema.Int,
    /** The ways on before each event, up to the first divergence: all, and those that stay clear. */
    ways: Schema.Array(Schema.Struct({ all: Schema.Finite, clear: Schema.Finite })),
  }),
  /** `reason` is a sentence without its full stop. */
  Schema.Struct({ kind: Schema.Literal("unknown"), reason: Schema.String }),
]);
export type Inevitability = typeof Inevitability.Type;

/** About a second of work. */
const MOST_STATES = 20_000;

/** `at` is the event that breaks the property. */
export function inevitabilityOf(
  case_: Case,
  history: History,
  at: number,
  guarantees: Guarantees,
): Inevitability {
  const { world, states } = walkThrough(case_, history, at, guarantees);
  // Where the model refuses an earlier event, that is where the engine went wrong.
  const last = states.length - 1;
  const views = states.map(engineView);
  const situation = views[last];
  const counted = waysOn(states, history.slice(0, last), {
    world,
    mostStates: MOST_STATES,
    isThere: (state) => engineView(state) === situation,
  });
  if (counted.kind === "too-many") {
    return unknown(`there are more than ${MOST_STATES} states on the ways on`);
  }
  if (counted.kind === "endless") return unknown("some of the ways on go round for ever");
  const { ways } = counted;
  if (ways.some(({ all }) => !Number.isFinite(all))) return unknown("there are too many ways on");
  const from = ways.findIndex(({ clear }) => clear === 0);
  // What differed then is nothing that the model has in its states.
  if (ways.slice(from).some(({ clear }) => clear > 0)) {
    const earlier = views.indexOf(situation as string);
    return unknown(`before op ${earlier} the engine was in the same situation, and did right`);
  }
  return { kind: "known", from, ways: [...ways] };
}

function unknown(reason: string): Inevitability {
  return { kind: "unknown", reason };
}

/** The event before which the line is drawn; none where it is not known, or the whole way is behind it. */
export function unavoidableFrom(inevitability: Inevitability | undefined): number {
  const from = inevitability?.kind === "known" ? inevitability.from : 0;
  return from === 0 ? Number.POSITIVE_INFINITY : from;
}

/** As a sentence without its full stop. */
export function describeInevitability(inevitability: Inevitability, history: History): string {
  if (inevitability.kind === "unknown") return `not known: ${inevitability.reason}`;
  const { from, ways } = inevitability;
  const [first] = ways;
  const cause = history[from - 1];
  if (first === undefined || cause === undefined) {
    return "from the beginning: every way on comes to where the engine went wrong";
  }
  const { verb, subject } = describeEvent(cause);
  const event = subject === "" ? verb : `${verb} ${subject}`;
  const before = describeComing(ways[from - 1] ?? first);
  const start = from === 1 ? "" : `, and of those at the beginning ${describeComing(first)}`;
  return `after op ${from - 1} (${event}): every way on from there comes to where the engine went wrong; of those before it ${before}${start}`;
}

/** `3 of 9`, or where that is hard to read, `2 %`. */
function describeComing({ all, clear }: { readonly all: number; readonly clear: number }): string {
  return all <= MOST_COUNTED ? `${all - clear} of ${all}` : percent((all - clear) / all);
}

const MOST_COUNTED = 9_999;

/** Of the ways on, those that stay clear: `all`, `none`, or a share that is neither. */
export function describeClear({
  all,
  clear,
}: {
  readonly all: number;
  readonly clear: number;
}): string {
  if (clear === 0) return "none";
  return clear === all ? "all" : percent(clear / all);
}

/** Never 0 % or 100 % where it is something, and not everything. */
function percent(share: number): string {
  if (share < 0.01) return "< 1 %";
  return share > 0.99 ? "> 99 %" : `${Math.round(share * 100)} %`;
}
