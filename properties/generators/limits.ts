/** Limits small enough that steps outgrow them, in pairs that keep the number of invocations low. */
import fc from "fast-check";
import type { Limits } from "../../model/case.ts";

export const limitsArbitrary: fc.Arbitrary<Limits> = fc.constantFrom(
  { invocationSeconds: 3, executionSeconds: 60 },
  { invocationSeconds: 10, executionSeconds: 120 },
  { invocationSeconds: 60, executionSeconds: 600 },
  { invocationSeconds: 900, executionSeconds: 7_200 },
);
