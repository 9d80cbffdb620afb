/** Where the moves of each node lead: a row for each node, in the order of their numbers. */
export class Links {
  private targets = new Uint32Array(1 << 12);
  private ends = new Uint32Array(1 << 11);
  /** How many nodes have their row. */
  rows = 0;
  /** How many moves there are in all rows. */
  size = 0;

  get bytes(): number {
    return this.targets.byteLength + this.ends.byteLength;
  }

  /** Adds a target to the row that is being written. */
  add(target: number): void {
    if (this.size === this.targets.length) this.targets = doubled(this.targets);
    this.targets[this.size] = target;
    this.size += 1;
  }

  endRow(): void {
    if (this.rows === this.ends.length) this.ends = doubled(this.ends);
    this.ends[this.rows] = this.size;
    this.rows += 1;
  }

  /** The number of a node's first move among all moves. */
  start(node: number): number {
    return node === 0 ? 0 : (this.ends[node - 1] as number);
  }

  /** Where the moves of a node lead, by their ordinal. */
  from(node: number): Uint32Array {
    return this.targets.subarray(this.start(node), this.ends[node]);
  }

  /**
   * A node from which one can go on for ever, or undefined: what is left when nodes that nothing
   * leads to are taken away again and again (Kahn).
   */
  onACycle(): number | undefined {
    const incoming = new Uint32Array(this.rows);
    for (let index = 0; index < this.size; index += 1) {
      const target = this.targets[index] as number;
      incoming[target] = (incoming[target] as number) + 1;
    }
    const free: number[] = incoming[0] === 0 ? [0] : [];
    let taken = 0;
    for (let node = free.pop(); node !== undefined; node = free.pop()) {
      taken += 1;
      for (const target of this.from(node)) {
        const left = (incoming[target] as number) - 1;
        incoming[target] = left;
        if (left === 0) free.push(target);
      }
    }
    return taken === this.rows ? undefined : incoming.findIndex((count) => count > 0);
  }
}

function doubled(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
