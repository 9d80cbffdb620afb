/** Names for generated operations: each its own, in the order in which they are met. */
import type { Operation } from "../../model/workflow.ts";

type Block = readonly Operation[];

/** Names of their own for all operations, in the order in which they are met. */
export function nameAll(operations: Block): Block {
  let position = 0;
  const rename = (block: Block): Block =>
    block.map((operation) => {
      const named = { ...operation, name: nameOf(operation.kind, position) };
      position += 1;
      if ("branches" in named) {
        const branches = named.branches.map((branch) => ({
          ...branch,
          operations: rename(branch.operations),
        }));
        return { ...named, branches };
      }
      return "operations" in named ? { ...named, operations: rename(named.operations) } : named;
    });
  return rename(operations);
}

const STEP_NAMES = ["reserve", "charge", "ship", "notify", "audit", "refund"];
const WAIT_NAMES = ["settle", "cool", "pause", "rest", "hold", "delay"];

function nameOf(kind: Operation["kind"], position: number): string {
  const names = kind === "step" ? STEP_NAMES : kind === "wait" ? WAIT_NAMES : [];
  return names[position] ?? `${kind}-${letters(position)}`;
}

/** `a` to `z`, then `aa` and on; no digits, which mark branches. */
function letters(position: number): string {
  const last = String.fromCharCode(97 + (position % 26));
  return position < 26 ? last : letters(Math.floor(position / 26) - 1) + last;
}
