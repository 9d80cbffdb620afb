/** Every operation that has others in it: children, parallels, maps, combinators. */
import {
  type Batch,
  COMBINATOR_KINDS,
  type Combinator,
  type Completion,
  isCombinator,
  type Operation,
} from "../../model/workflow.ts";

type Block = readonly Operation[];
type Blocks = (size: number) => Generator<Block>;
type Operations = (size: number) => Generator<Operation>;

const NAME = "unnamed";
const ON_ERROR = ["throw", "catch"] as const;

/** Those of a size, in which the operations inside count too. */
export function* everyContext(
  size: number,
  blocks: Blocks,
  operations: Operations,
): Generator<Operation> {
  const inside = size - 1;
  if (inside < 0) return;
  for (const block of blocks(inside)) {
    for (const onError of inside === 0 ? (["throw"] as const) : ON_ERROR) {
      yield { kind: "child", name: NAME, operations: block, onError };
    }
  }
  for (const branches of everySplit(inside, blocks)) yield* everyBatch(branches);
  if (inside === 0) return;
  for (const operands of everyList(inside, operations)) yield* everyCombinator(operands);
}

/** An empty collection; or branches with at least one operation each. */
function* everySplit(size: number, blocks: Blocks): Generator<readonly Block[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let last = 1; last <= size; last += 1) {
    for (const rest of everySplit(size - last, blocks)) {
      for (const block of blocks(last)) yield [...rest, block];
    }
  }
}

function* everyBatch(branches: readonly Block[]): Generator<Batch> {
  const inside = branches.map((operations) => ({ operations }));
  for (const kind of ["parallel", "map"] as const) {
    const plain: Batch = { kind, name: NAME, branches: inside };
    yield plain;
    if (branches.length === 0) continue;
    yield { ...plain, nesting: "FLAT" };
    for (const completion of everyCompletion(branches.length)) yield { ...plain, completion };
    if (branches.length > 1) yield { ...plain, maxConcurrency: 1 };
  }
}

/** One branch is all branches: there it makes no difference how many have to succeed. */
function everyCompletion(branches: number): readonly Completion[] {
  return branches === 1
    ? [{ toleratedFailureCount: 1 }]
    : [{ toleratedFailureCount: 1 }, { minSuccessful: 1 }];
}

/** Operands are durable, and nobody awaits them by themselves. */
function* everyList(size: number, operations: Operations): Generator<Block> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let last = 1; last <= size; last += 1) {
    for (const rest of everyList(size - last, operations)) {
      for (const operation of operations(last)) {
        if (operation.kind !== "work" && !isCombinator(operation)) yield [...rest, operation];
      }
    }
  }
}

function* everyCombinator(operations: Block): Generator<Combinator> {
  for (const kind of COMBINATOR_KINDS) {
    for (const onError of ON_ERROR) yield { kind, name: NAME, operations, onError };
  }
}
