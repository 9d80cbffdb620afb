/**
 * Every workflow of a number of operations, up to symmetry: names and values that mean nothing to
 * an engine have one value each. Operations count at any depth; so do the parallels, maps,
 * children and combinators around them.
 */
import type { Operation, Workflow } from "../../model/workflow.ts";
import { nameAll } from "../generators/names.ts";
import { everyContext } from "./every-context.ts";
import { everyLeaf } from "./every-leaf.ts";
import { everyStep } from "./every-step.ts";

/** What workflows are made of. */
export const KINDS = ["steps-and-waits", "all"] as const;
export type Kinds = (typeof KINDS)[number];

/** All workflows of exactly so many operations, always in the same order. */
export function* everyWorkflow(operations: number, kinds: Kinds): Generator<Workflow> {
  const blocks = kinds === "all" ? everyBlock(operations) : everySequence(operations);
  for (const block of blocks) yield { operations: nameAll(block) };
}

/**
 * Up to how many operations workflows are gone through: 27 times as many with each step or wait,
 * and over a hundred times as many with each operation of any kind, which have to be made to be counted.
 */
export const MOST_OPERATIONS: Readonly<Record<Kinds, number>> = { "steps-and-waits": 10, all: 3 };

const counted = new Map<number, number>();

/** How many that are. */
export function countWorkflows(operations: number, kinds: Kinds): number {
  if (kinds === "steps-and-waits") return (everyStep().length + 1) ** operations;
  let count = counted.get(operations) ?? 0;
  if (count === 0) for (const _ of everyBlock(operations)) count += 1;
  counted.set(operations, count);
  return count;
}

type Block = readonly Operation[];

/** Steps and waits, one after the other. */
function* everySequence(length: number): Generator<Block> {
  if (length === 0) {
    yield [];
    return;
  }
  const all = [...everyStep(), WAIT].map(unnamed);
  for (const rest of everySequence(length - 1)) for (const last of all) yield [...rest, last];
}

const WAIT = { kind: "wait", seconds: 1 } as const;

/** Sequences of any operations, each awaited at once, at the end, or never. */
function* everyBlock(size: number): Generator<Block> {
  for (const block of everyUnawaitedBlock(size)) if (isItself(block)) yield block;
}

function* everyUnawaitedBlock(size: number): Generator<Block> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let last = 1; last <= size; last += 1) {
    for (const rest of everyUnawaitedBlock(size - last)) {
      for (const operation of everyOperation(last)) {
        for (const awaited of everyAwaited(operation)) yield [...rest, awaited];
      }
    }
  }
}

/** Operations of a size, awaited at once. */
export function* everyOperation(size: number): Generator<Operation> {
  if (size === 1) yield* everyLeaf().map(unnamed);
  yield* everyContext(size, everyBlock, everyOperation);
}

function everyAwaited(operation: Operation): readonly Operation[] {
  if (operation.kind === "work") return [operation];
  return [operation, { ...operation, awaited: "later" }, { ...operation, awaited: "never" }];
}

/** What is awaited at the end of its block is awaited at once, if it is the last, and alone in that. */
function isItself(block: Block): boolean {
  const later = block.filter((each) => "awaited" in each && each.awaited === "later");
  return later.length !== 1 || later[0] !== block.at(-1);
}

/** Names are given once the whole workflow is there. */
function unnamed(operation: object): Operation {
  return { name: "unnamed", ...operation } as Operation;
}
