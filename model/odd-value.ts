/**
 * Values that do not survive JSON: what they look like while they live, and what JSON has of them.
 * So it shows whether a value has been written and read again, as it has to be before the handler
 * sees it: first run and replay are then given the same (semantics, section 2).
 *
 * In a view an odd value is a string in parentheses, for instance `(Date 2030-01-01T00:00:00.000Z)`.
 * Some JSON can't write at all: they throw whoever tries.
 */
import * as Schema from "effect/Schema";

export * from "./odd-view.ts";

/** Those of which JSON has something else, or nothing. */
export const LOSSY_VALUES = ["undefined", "null", "date", "not-a-number", "map", "holes"] as const;

/** Those that JSON can't write. */
export const UNWRITABLE_VALUES = ["bigint", "circular"] as const;

/** `undefined` and `null` stand in place of the whole result; the others are a part of it. */
export const OddValue = Schema.Literals([...LOSSY_VALUES, ...UNWRITABLE_VALUES]);
export type OddValue = typeof OddValue.Type;
