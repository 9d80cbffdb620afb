/** Who takes part: the rows of the table, and how each of their processes is started. */
import type { ContenderName, SizedName } from "./contenders/contender.ts";

export interface Entry {
  /** As the report names it. */
  readonly title: string;
  readonly contender: ContenderName;
  /** How many executions at the same time; all but the official runner do one. */
  readonly inFlight: number;
  /** What the contender runs, where it can run several things: an engine, or so many operations. */
  readonly subject?: string;
  /** What makes JavaScript of our TypeScript: Node itself, or tsx. */
  readonly loader: "node" | "tsx";
}

export const MODEL: Entry = entry("model alone", "model");
export const BARE_SDK: Entry = entry("bare SDK, empty transport", "bare-sdk");
/** The console that the harness shares is not there: what it does of the bare SDK's speed. */
export const BARE_SDK_OWN_CONSOLE: Entry = {
  ...entry("bare SDK, its own console", "bare-sdk"),
  subject: "own console",
};
export const HARNESS: Entry = entry("this harness", "harness");
export const HARNESS_OWN_CONSOLE: Entry = {
  ...entry("this harness, own console", "harness"),
  subject: "own console",
};
export const HARNESS_THROUGH_TSX: Entry = {
  ...entry("this harness, through tsx", "harness"),
  loader: "tsx",
};
/** Only looked at for the memory that interruptions leave; not a row of the table. */
export const INTERRUPTED_HARNESS: Entry = entry("with two interruptions", "interrupted-harness");

/** Drawn cases, another one each time, judged and counted as `verify` does it. */
export const DRAWN_CASES: Entry = {
  ...entry("drawn, judged, counted", "drawn-cases"),
  subject: "aws-sdk@2.4.0",
};

/** The ordinary workload on the embedded engine. */
export const EMBEDDED: Entry = { ...entry("embedded engine", "embedded") };

/** Cases of an engine, judged: drawn ones of every kind, or all schedules of one workflow. */
export function casesOn(engine: string, kind: "random-cases" | "exhaustive-cases"): Entry {
  const title = `${engine}, ${kind === "random-cases" ? "random" : "exhaustive"}`;
  return { ...entry(title, kind), subject: engine };
}

/** A workflow of so many operations: as one of them, on the harness, on the bare SDK, or judged. */
export function sized(contender: SizedName, operations: number): Entry {
  return { ...entry(`${contender} ${operations}`, contender), subject: String(operations) };
}

/** The official runner with so many executions at the same time, and its SDK's own console. */
export function officialRunner(inFlight: number): Entry {
  const title = inFlight === 1 ? "one at a time" : `${inFlight} in flight`;
  const subject = "own console";
  return { ...entry(`official, ${title}`, "official-runner"), inFlight, subject };
}

/** The same with the console shared, as this harness has it. */
export function officialSharing(inFlight: number): Entry {
  const title = `official, ${inFlight}, shared console`;
  return { ...entry(title, "official-runner"), inFlight, subject: "shared console" };
}

function entry(title: string, contender: ContenderName): Entry {
  return { title, contender, inFlight: 1, loader: "node" };
}
