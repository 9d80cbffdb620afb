/** Outside parties that act at an edge of a schedule, and not in their own time. */
import fc from "fast-check";
import { outsideNames } from "../../model/operation-names.ts";
import { layFlat } from "../../model/program.ts";
import type { Arrival, Schedule } from "../../model/schedule.ts";
import type { Workflow } from "../../model/workflow.ts";
import { placeArbitrary } from "./places.ts";

export function arrivalsArbitrary(workflow: Workflow): fc.Arbitrary<Pick<Schedule, "arrivals">> {
  const names = outsideNames(workflow.operations);
  if (names.length === 0) return fc.constant({});
  const { nodes } = layFlat(workflow);
  const arrival: fc.Arbitrary<Arrival> = fc
    .tuple(placeArbitrary(nodes), fc.constantFrom(...names))
    .map(([place, ends]) => ({ ...place, ends }));
  return fc
    .array(arrival, { minLength: 0, maxLength: 2 })
    .map((arrivals) => (arrivals.length === 0 ? {} : { arrivals }));
}
