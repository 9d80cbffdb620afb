/**
 * What a minimal case is made of, without what does not matter: the names of its operations, and
 * numbers but for their order of magnitude. Two minimal cases of the same shape show the same
 * mistake; of another shape they may show another one, even where their signatures are the same.
 */
import type { Case } from "../model/case.ts";
import { layFlat } from "../model/program.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Equal texts are equal shapes. Whatever a case may hold is part of it, options to come included. */
export function shapeOf({ workflow, schedule, limits, randomness }: Case): string {
  const { indexOf } = layFlat(workflow);
  const nameless = (value: unknown) => abstract(value as Json, indexOf);
  // What strikes when is said by the edges, not by the order in which they are listed.
  const strikes = Object.entries(schedule).map(([key, list]) => [
    key,
    [list]
      .flat()
      .map((each) => JSON.stringify(nameless(each)))
      .toSorted(),
  ]);
  return JSON.stringify([
    nameless(workflow),
    strikes.toSorted(),
    nameless(limits),
    randomness === 0 ? "plain" : "random",
  ]);
}

/** The keys under which a case names an operation. */
const NAMING = new Set(["name", "operation"]);

function abstract(value: Json, indexOf: ReadonlyMap<string, number>): Json {
  if (typeof value === "number") return magnitude(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => abstract(each, indexOf));
  const entries = Object.entries(value as Readonly<Record<string, Json>>)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, each]): [string, Json] => {
      const number = NAMING.has(key) ? indexOf.get(each as string) : undefined;
      return [key, number === undefined ? abstract(each, indexOf) : number];
    });
  return Object.fromEntries(entries);
}

/** 0, or the power of ten below: what is around 256 KB is not what is around 6 MB. */
function magnitude(value: number): string {
  return value === 0 ? "0" : `10^${Math.floor(Math.log10(Math.abs(value)))}`;
}

/**
 * What is not plain in a case's workflow and faults: kinds of operations, and options that differ
 * from what shrinking leaves. A failing case that lacks an ingredient of a known minimal case fails
 * for another reason than that one, or in another guise.
 */
export function ingredientsOf({ workflow, schedule }: Case): ReadonlySet<string> {
  const found = new Set<string>();
  const { interruptions: _, ...faults } = schedule;
  collect({ ...workflow, ...faults } as unknown as Json, "", found);
  return found;
}

/** What shrinking makes of an option where it can. */
const PLAIN =
  /\b(semantics=AtLeastOncePerRetry|retry\.policy=never|runs\.does=return|onError=throw|end\.does=succeed)$/;

function collect(value: Json, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, path, found);
  } else if (typeof value === "object" && value !== null) {
    const { kind } = value as { readonly kind?: Json };
    const here = typeof kind === "string" ? kind : path;
    for (const [key, each] of Object.entries(value as Readonly<Record<string, Json>>)) {
      if (!NAMING.has(key)) collect(each, here === "" ? key : `${here}.${key}`, found);
    }
  } else if (typeof value === "number") {
    found.add(path);
    if (value > 1) found.add(`${path}~${magnitude(value)}`);
  } else {
    const option = `${path}=${value}`;
    if (!PLAIN.test(option)) found.add(option);
  }
}
