/** Simpler workflows: an operation or a branch less, a context opened up, an operation made plainer. */
import type { Case } from "../../model/case.ts";
import { allOperations, childrenOf, namesOf } from "../../model/operation-names.ts";
import type { Branch, Operation } from "../../model/workflow.ts";
import { type Candidate, replaced, without } from "./candidate.ts";
import { within } from "./fault-candidates.ts";
import { type Plainer, plainerOperations } from "./operation-candidates.ts";

/** Takes out one operation at any depth; or puts what is inside a context in its place. */
export function* withoutOperations(case_: Case): Generator<Candidate> {
  for (const { removed, block } of smallerBlocks(case_.workflow.operations)) {
    const names = new Set(allOperations(block).flatMap(namesOf));
    const workflow = { ...case_.workflow, operations: block };
    yield { removed, case: { ...case_, workflow, schedule: within(case_.schedule, names) } };
  }
}

interface SmallerBlock {
  readonly removed: string;
  readonly block: readonly Operation[];
}

function* smallerBlocks(block: readonly Operation[]): Generator<SmallerBlock> {
  for (const [index, operation] of block.entries()) {
    yield { removed: `operation ${operation.name}`, block: without(block, index) };
    const inside = childrenOf(operation);
    if (inside.length > 0) {
      const lifted = block.toSpliced(index, 1, ...inside);
      yield { removed: `context ${operation.name}`, block: lifted };
    }
  }
  for (const [index, operation] of block.entries()) {
    for (const { removed, operation: smaller } of smallerInside(operation)) {
      yield { removed, block: replaced(block, index, smaller) };
    }
  }
}

function* smallerInside(operation: Operation): Generator<Plainer> {
  if ("branches" in operation) {
    const { branches, name } = operation;
    for (const index of branches.keys()) {
      const fewer = { ...operation, branches: without(branches, index) };
      yield { removed: `branch ${index} of ${name}`, operation: fewer };
    }
    for (const [index, branch] of branches.entries()) {
      for (const { removed, block } of smallerBlocks(branch.operations)) {
        const smaller = replaced(branches, index, { ...branch, operations: block });
        yield { removed, operation: { ...operation, branches: smaller } };
      }
    }
  } else if ("operations" in operation) {
    for (const { removed, block } of smallerBlocks(operation.operations)) {
      yield { removed, operation: { ...operation, operations: block } };
    }
  }
}

export function* withPlainerOperations(case_: Case): Generator<Candidate> {
  const { workflow } = case_;
  for (const { removed, block: plain } of plainerResults(workflow)) {
    yield { removed: `${removed} of the result`, case: { ...case_, workflow: plain } };
  }
  for (const { removed, block } of plainerBlocks(workflow.operations)) {
    yield { removed, case: { ...case_, workflow: { ...workflow, operations: block } } };
  }
}

/** What the result of a block is besides what its operations gave. */
const RESULT_OPTIONS = ["padding", "gives"] as const;

function* plainerResults<Block extends Branch>(
  block: Block,
): Generator<{ readonly removed: string; readonly block: Block }> {
  for (const option of RESULT_OPTIONS) {
    if (block[option] === undefined) continue;
    const { [option]: _, ...plain } = block;
    yield { removed: option, block: plain as Block };
  }
}

function* plainerBlocks(block: readonly Operation[]): Generator<SmallerBlock> {
  for (const [index, operation] of block.entries()) {
    for (const plainer of plainerOperations(operation)) {
      const removed = `${plainer.removed} of ${operation.name}`;
      yield { removed, block: replaced(block, index, plainer.operation) };
    }
    for (const { removed, operation: plainer } of plainerInside(operation)) {
      yield { removed, block: replaced(block, index, plainer) };
    }
  }
}

function* plainerInside(operation: Operation): Generator<Plainer> {
  if ("branches" in operation) {
    for (const [index, branch] of operation.branches.entries()) {
      for (const { removed, block: plain } of plainerResults(branch)) {
        const branches = replaced(operation.branches, index, plain);
        yield { removed: `${removed} of branch ${index}`, operation: { ...operation, branches } };
      }
      for (const { removed, block } of plainerBlocks(branch.operations)) {
        const branches = replaced(operation.branches, index, { ...branch, operations: block });
        yield { removed, operation: { ...operation, branches } };
      }
    }
  } else if ("operations" in operation) {
    for (const { removed, block } of plainerBlocks(operation.operations)) {
      yield { removed, operation: { ...operation, operations: block } };
    }
  }
}
