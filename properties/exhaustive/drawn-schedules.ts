/**
 * Schedules drawn at random for one workflow, where not all of them are wanted: how much of the model
 * that shows can then be set beside what all of them show. The first case is the one without
 * interruptions. Each further one is struck once at an edge of that, or at an edge that came out of the
 * case before it, any edge as likely as another; each that is run on the way counts.
 */
import fc from "fast-check";
import type { Interruption } from "../../model/schedule.ts";
import { boundedCase } from "./bounded-case.ts";
import { edgesOf } from "./edges.ts";
import { lastStrike, type ScheduleSearch, type Searched } from "./every-schedule.ts";

export interface Draw {
  /** How many schedules, the one without interruptions not counted. */
  readonly schedules: number;
  readonly seed: number;
}

export async function* drawnSchedules(
  search: ScheduleSearch,
  draw: Draw,
): AsyncGenerator<Searched> {
  const { workflow, skip, onCase, goOn, trace } = search;
  const run = async (number: number, interruptions: readonly Interruption[]) => {
    const case_ = boundedCase(workflow, { interruptions });
    if (skip?.has(number)) return { kind: "skipped", number, case: case_ } as const;
    if (goOn?.() === false) return { kind: "ended" } as const;
    onCase?.(number, case_);
    const { history } = await trace(case_);
    return { kind: "run", number, case: case_, history } as const;
  };
  const first = await run(0, []);
  yield first;
  if (first.kind !== "run") return;
  let number = 0;
  for (const places of drawPlaces(search.interruptions, draw)) {
    let interruptions: readonly Interruption[] = [];
    let { history } = first;
    for (const place of places) {
      const last = lastStrike(history);
      const edges = edgesOf(history).filter(({ at }) => at >= last);
      const edge = edges[Math.floor(place * edges.length)];
      if (edge === undefined) break;
      if (number === draw.schedules) return;
      interruptions = [...interruptions, edge.interruption];
      number += 1;
      const next = await run(number, interruptions);
      yield next;
      if (next.kind === "ended") return;
      if (next.kind === "skipped") break;
      ({ history } = next);
    }
  }
}

/** Enough places for so many schedules: for each strike in turn, from 0 up to and without 1. */
function drawPlaces(most: number, { schedules, seed }: Draw): readonly (readonly number[])[] {
  if (most === 0) return [];
  const place = fc.noBias(fc.nat({ max: PLACES - 1 })).map((each) => each / PLACES);
  const places = fc
    .noBias(fc.integer({ min: 1, max: most }))
    .chain((length) => fc.array(place, { minLength: length, maxLength: length }));
  return fc.sample(places, { seed, numRuns: schedules });
}

const PLACES = 2 ** 30;
