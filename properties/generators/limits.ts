/** Limits small enough that steps outgrow them, in pairs that keep the number of invocations low. */
import fc from "fast-check";
import type { Limits } from "../../model/case.ts";
import type { Features } from "./features.ts";

const SHORT: fc.Arbitrary<Limits> = fc.constantFrom(
  { invocationSeconds: 3, executionSeconds: 60 },
  { invocationSeconds: 10, executionSeconds: 120 },
  { invocationSeconds: 60, executionSeconds: 600 },
  { invocationSeconds: 900, executionSeconds: 7_200 },
);

/** As long as an execution may last: time for waits that no timer of Node is long enough for. */
const LONG: Limits = { invocationSeconds: 60, executionSeconds: 31_622_400 };

export function limitsArbitrary({ options }: Features): fc.Arbitrary<Limits> {
  return options.includes("long-waits") ? fc.oneof(SHORT, fc.constant(LONG)) : SHORT;
}

export function areLong({ executionSeconds }: Limits): boolean {
  return executionSeconds >= LONG.executionSeconds;
}
