/** Workflows of a few operations, with the combinations favoured in which engines go wrong. */
import fc from "fast-check";
import type { Limits } from "../../model/case.ts";
import { COMBINATOR_KINDS, type Operation, type Workflow } from "../../model/workflow.ts";
import { type Features, SEQUENTIAL } from "./features.ts";
import { nameAll } from "./names.ts";
import { type Block, ofKind } from "./operations.ts";
import { givesArbitraries } from "./options.ts";

export function workflowArbitrary(
  limits: Limits,
  features: Features = SEQUENTIAL,
): fc.Arbitrary<Workflow> {
  const { options } = features;
  const block = blockArbitrary(limits, features, 3, features === SEQUENTIAL ? 5 : 4);
  const large = { weight: 1, arbitrary: fc.constant({ padding: 6_500_000 }) };
  const none = { weight: 150, arbitrary: fc.constant({}) };
  const padding = options.includes("padding") ? fc.oneof(none, large) : fc.constant({});
  const gives = fc
    .tuple(...givesArbitraries(options))
    .map((parts): object => Object.assign({}, ...parts));
  const waits = features !== SEQUENTIAL && features.kinds.includes("wait");
  const last = waits ? lastArbitrary : fc.constant([]);
  return fc
    .tuple(block, last, padding, gives)
    .map(([own, end, size, odd]) => ({ operations: nameAll([...own, ...end]), ...size, ...odd }));
}

/** A wait at the end suspends once more, so that all that came before is replayed. */
const lastArbitrary: fc.Arbitrary<Block> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(1, 20)
      .map((seconds) => [{ kind: "wait" as const, name: "unnamed", seconds }]),
  },
);

function blockArbitrary(
  limits: Limits,
  features: Features,
  depth: number,
  maximum: number,
  minLength = 1,
): fc.Arbitrary<Block> {
  return fc.array(operationArbitrary(limits, features, depth), { minLength, maxLength: maximum });
}

const WEIGHTS: Readonly<Record<Operation["kind"], number>> = {
  step: 12,
  wait: 3,
  work: 2,
  invoke: 2,
  callback: 2,
  "wait-for-callback": 2,
  "wait-for-condition": 2,
  child: 3,
  parallel: 4,
  map: 2,
  all: 1,
  allSettled: 1,
  any: 1,
  race: 2,
};

/** The kinds that have others inside. */
const NESTED = new Set<Operation["kind"]>(["child", "parallel", "map", ...COMBINATOR_KINDS]);
const COMBINATORS = new Set<Operation["kind"]>(COMBINATOR_KINDS);

function operationArbitrary(
  limits: Limits,
  features: Features,
  depth: number,
): fc.Arbitrary<Operation> {
  const kinds = features.kinds.filter((kind) => depth > 0 || !NESTED.has(kind));
  const usable = kinds.length === 0 ? (["step"] as const) : kinds;
  const fewest = features.options.includes("empty-collections") ? 0 : 1;
  const arbitraries = usable.map((kind) => ({
    weight: WEIGHTS[kind],
    arbitrary: ofKind(kind, limits, features, {
      block: (maximum) => blockArbitrary(limits, features, depth - 1, maximum, fewest),
      get operands() {
        // A race between nobody is won by nobody: what an engine does then is nobody's promise.
        return operandsArbitrary(limits, features, depth, kind === "race" ? 1 : fewest);
      },
    }),
  }));
  return fc.oneof(...arbitraries);
}

/** Combinators take operations that nobody awaits by themselves. */
function operandsArbitrary(
  limits: Limits,
  features: Features,
  depth: number,
  minLength: number,
): fc.Arbitrary<Block> {
  const kinds = features.kinds.filter((kind) => kind !== "work" && !COMBINATORS.has(kind));
  const options = features.options.filter((option) => option !== "unawaited");
  const operand = operationArbitrary(limits, { kinds, options }, depth - 1);
  return fc.array(operand, { minLength, maxLength: 3 });
}
