/** Where the moves of each node lead: a row for each node, written in any order. */
import { grown } from "./growing.ts";

export class Links {
  private targets = new Uint32Array(1 << 12);
  private starts = new Uint32Array(1 << 11);
  private ends = new Uint32Array(1 << 11);
  private begun = 0;
  /** One more than the highest number of a node that has a row. */
  rows = 0;
  /** How many moves there are in all rows. */
  size = 0;

  get bytes(): number {
    return this.targets.byteLength + this.starts.byteLength + this.ends.byteLength;
  }

  /** Adds a target to the row that is being written. */
  add(target: number): void {
    this.targets = grown(this.targets, this.size + 1);
    this.targets[this.size] = target;
    this.size += 1;
  }

  /** What was added since the last row is that of this node. */
  endRow(node: number): void {
    this.rows = Math.max(this.rows, node + 1);
    this.starts = grown(this.starts, this.rows);
    this.ends = grown(this.ends, this.rows);
    this.starts[node] = this.begun;
    this.ends[node] = this.size;
    this.begun = this.size;
  }

  /** The number of a node's first move among all moves. */
  start(node: number): number {
    return node < this.rows ? (this.starts[node] as number) : 0;
  }

  /** How many moves a node has; none where there is no row for it. */
  count(node: number): number {
    return node < this.rows ? (this.ends[node] as number) - (this.starts[node] as number) : 0;
  }

  /** Where a move leads. */
  target(node: number, ordinal: number): number {
    return this.targets[(this.starts[node] as number) + ordinal] as number;
  }

  /** Where the moves of a node lead, by their ordinal. */
  from(node: number): Uint32Array {
    const start = this.start(node);
    return this.targets.subarray(start, start + this.count(node));
  }

  /**
   * A node from which one can go on for ever, or undefined: what is left when nodes that nothing
   * leads to are taken away again and again (Kahn).
   */
  onACycle(): number | undefined {
    const nodes = this.targets.subarray(0, this.size).reduce((most, node) => {
      return Math.max(most, node + 1);
    }, this.rows);
    const incoming = new Uint32Array(nodes);
    for (let index = 0; index < this.size; index += 1) {
      const target = this.targets[index] as number;
      incoming[target] = (incoming[target] as number) + 1;
    }
    const free: number[] = [];
    for (let node = 0; node < nodes; node += 1) if (incoming[node] === 0) free.push(node);
    let taken = 0;
    for (let node = free.pop(); node !== undefined; node = free.pop()) {
      taken += 1;
      for (const target of this.from(node)) {
        const left = (incoming[target] as number) - 1;
        incoming[target] = left;
        if (left === 0) free.push(target);
      }
    }
    return taken === nodes ? undefined : incoming.findIndex((count) => count > 0);
  }
}
