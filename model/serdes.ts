/**
 * How results travel to the log and back. A serdes is user code: `slow` takes time, `asymmetric`
 * gives back something else than it got, and those that fail once do so the first time in an
 * execution that they write, or read, as one that keeps results elsewhere does when it can't reach
 * them. Without one, values travel as JSON.
 */
import * as Schema from "effect/Schema";

export * from "./serdes-text.ts";

export const Serdes = Schema.Literals([
  "slow",
  "asymmetric",
  "write-fails-once",
  "read-fails-once",
]);
export type Serdes = typeof Serdes.Type;

/** What an outside party has answered is only read. */
export const Reader = Schema.Literals(["slow", "asymmetric", "read-fails-once"]);

export const SerdesWork = Schema.Literals(["write", "read"]);
export type SerdesWork = typeof SerdesWork.Type;

/** What it fails at, once in an execution; undefined for one that does not fail. */
export function failsOnceAt(serdes: Serdes | undefined): SerdesWork | undefined {
  switch (serdes) {
    case "write-fails-once":
      return "write";
    case "read-fails-once":
      return "read";
    default:
      return undefined;
  }
}
