/** Who takes part: the rows of the table, and how each of their processes is started. */
import type { ContenderName } from "./contenders/contender.ts";

export interface Entry {
  /** As the report names it. */
  readonly title: string;
  readonly contender: ContenderName;
  /** How many executions at the same time; all but the official runner do one. */
  readonly inFlight: number;
  /** What makes JavaScript of our TypeScript: Node itself, or tsx, as in a checkout. */
  readonly loader: "node" | "tsx";
}

export const MODEL: Entry = entry("model alone", "model");
export const BARE_SDK: Entry = entry("bare SDK, empty transport", "bare-sdk");
export const HARNESS: Entry = entry("this harness", "harness");
export const HARNESS_THROUGH_TSX: Entry = {
  ...entry("this harness, through tsx", "harness"),
  loader: "tsx",
};
/** Only looked at for the memory that interruptions leave; not a row of the table. */
export const INTERRUPTED_HARNESS: Entry = entry("with two interruptions", "interrupted-harness");

/** The official runner with so many executions at the same time. */
export function officialRunner(inFlight: number): Entry {
  const title = inFlight === 1 ? "one at a time" : `${inFlight} in flight`;
  return { ...entry(`official, ${title}`, "official-runner"), inFlight };
}

function entry(title: string, contender: ContenderName): Entry {
  return { title, contender, inFlight: 1, loader: "node" };
}
