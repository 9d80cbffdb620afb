/**
 * Promise combinators, recorded as contexts: who has won a race is decided once. A result too large
 * to be recorded is made again from the operands, and of a race by the one that won.
 */
import { viewError } from "../../../model/outcome.ts";
import type { Combinator } from "../../../model/workflow.ts";
import { type ContextFunction, repeatable } from "./context.ts";

type Operands = readonly PromiseLike<unknown>[];

export function combinator(kind: Combinator["kind"], operands: Operands): ContextFunction {
  switch (kind) {
    case "all":
      return repeatable(() => Promise.all(operands));
    case "allSettled":
      return repeatable(() => allSettled(operands));
    case "any":
      return decidedOnce(operands, (numbered) => Promise.any(numbered));
    case "race":
      return decidedOnce(operands, (numbered) => Promise.race(numbered));
  }
}

function decidedOnce(
  operands: Operands,
  decide: (
    operands: readonly PromiseLike<readonly [number, unknown]>[],
  ) => Promise<readonly [number, unknown]>,
): ContextFunction {
  let winner: number | undefined;
  return {
    run: async () => {
      const numbered = operands.map(async (operand, index) => [index, await operand] as const);
      const [index, value] = await decide(numbered);
      winner = index;
      return value;
    },
    summarize: () => String(winner),
    restore: async (_scope, summary) => operands[Number(summary)],
  };
}

/** As data: it is recorded. */
function allSettled(operands: Operands): Promise<unknown> {
  return Promise.all(
    operands.map(async (operand) => {
      try {
        return { status: "fulfilled", value: await operand };
      } catch (error) {
        return { status: "rejected", reason: viewError(error) };
      }
    }),
  );
}
