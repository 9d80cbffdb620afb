/** The edges of a history: the interruptions that could strike in it, by their places. */
import type { History } from "../../model/history.ts";
import { pointKey, pointsOf } from "../../model/points.ts";
import type { Interruption } from "../../model/schedule.ts";

/** A place in a history where an interruption can strike, right after an event. */
export interface EdgeAt {
  /** The index of the event. */
  readonly at: number;
  readonly interruption: Interruption;
}

/** All edges in order. An event of several points, a call of several updates, has one: the first. */
export function edgesOf(history: History): readonly EdgeAt[] {
  const reached = new Map<string, number>();
  const edges: EdgeAt[] = [];
  for (const [at, event] of history.entries()) {
    const points = pointsOf(event);
    for (const point of points) {
      const key = pointKey(point);
      reached.set(key, (reached.get(key) ?? 0) + 1);
    }
    const [first] = points;
    if (first === undefined) continue;
    const occurrence = reached.get(pointKey(first)) as number;
    edges.push({ at, interruption: { ...first, occurrence } as Interruption });
  }
  return edges;
}
