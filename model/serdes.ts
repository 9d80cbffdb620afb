/**
 * How results travel to the log and back. A serdes is user code: `slow` takes time, `asymmetric`
 * gives back something else than it got. Without one, values travel as JSON.
 */
import * as Schema from "effect/Schema";

export * from "./serdes-text.ts";

export const Serdes = Schema.Literals(["slow", "asymmetric"]);
export type Serdes = typeof Serdes.Type;
