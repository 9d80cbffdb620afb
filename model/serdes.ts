/**
 * How results travel to the log and back. A serdes is user code: `slow` takes time, `asymmetric`
 * gives back something else than it got, and those that fail do so once in an execution: the first,
 * second or third time that they write, or read, as one that keeps results elsewhere does when it
 * can't reach them. Without one, values travel as JSON.
 */
import * as Schema from "effect/Schema";

export * from "./serdes-text.ts";

const READ_FAILURES = ["read-fails-once", "read-fails-second", "read-fails-third"] as const;

export const Serdes = Schema.Literals([
  "slow",
  "asymmetric",
  "write-fails-once",
  "write-fails-second",
  "write-fails-third",
  ...READ_FAILURES,
]);
export type Serdes = typeof Serdes.Type;

/** What an outside party has answered is only read. */
export const Reader = Schema.Literals(["slow", "asymmetric", ...READ_FAILURES]);

export const SerdesWork = Schema.Literals(["write", "read"]);
export type SerdesWork = typeof SerdesWork.Type;

/** What a serdes fails at, once in an execution, and in which use of that kind, counted from 1. */
export interface SerdesFailure {
  readonly doing: SerdesWork;
  readonly use: number;
}

const FAILURES: Partial<Record<Serdes, SerdesFailure>> = {
  "write-fails-once": { doing: "write", use: 1 },
  "write-fails-second": { doing: "write", use: 2 },
  "write-fails-third": { doing: "write", use: 3 },
  "read-fails-once": { doing: "read", use: 1 },
  "read-fails-second": { doing: "read", use: 2 },
  "read-fails-third": { doing: "read", use: 3 },
};

/** Undefined for one that does not fail. */
export function failureOf(serdes: Serdes | undefined): SerdesFailure | undefined {
  return serdes === undefined ? undefined : FAILURES[serdes];
}
