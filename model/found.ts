/** The nodes that a search has found: a hash table of fingerprints, 30 to 60 bytes for each node. */
import type { Words } from "./words.ts";

/** Stands for the number of a node that there is none of. */
export const NO_ID = -1;

/** The nodes found so far, by fingerprint, each with the node and the move that led to it. */
export class Found {
  size = 0;
  /** Open addressing, two numbers a slot: the id of a node plus one, or 0, and its `low`. */
  private slots = new Uint32Array(1 << 13);
  private high = new Uint32Array(1 << 11);
  private low = new Uint32Array(1 << 11);
  private parent = new Uint32Array(1 << 11);
  private ordinal = new Uint16Array(1 << 11);

  get bytes(): number {
    const { slots, high, low, parent, ordinal } = this;
    return [slots, high, low, parent, ordinal].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** The number of the node with this fingerprint; NO_ID if it has not been found. */
  find(words: Words): number {
    return (this.slots[this.slotOf(words.high >>> 0, words.low >>> 0)] as number) - 1;
  }

  add(words: Words, parent: number, ordinal: number): void {
    if (this.size === this.high.length) this.grow();
    const id = this.size;
    this.high[id] = words.high;
    this.low[id] = words.low;
    this.parent[id] = parent;
    this.ordinal[id] = ordinal;
    this.place(id);
    this.size += 1;
  }

  /** Which move to take at each node on the way from the first node to this one. */
  ordinalsTo(target: number): readonly number[] {
    const ordinals: number[] = [];
    for (let id = target; id !== 0; id = this.parent[id] as number) {
      ordinals.push(this.ordinal[id] as number);
    }
    return ordinals.reverse();
  }

  /** Where this fingerprint is, or would go. The table is never more than half full. */
  private slotOf(high: number, low: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = ((low ^ (low >>> 16)) << 1) & mask;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry === 0) return slot;
      if (slots[slot + 1] === low && this.high[entry - 1] === high) return slot;
      slot = (slot + 2) & mask;
    }
  }

  private place(id: number): void {
    const low = this.low[id] as number;
    const slot = this.slotOf(this.high[id] as number, low);
    this.slots[slot] = id + 1;
    this.slots[slot + 1] = low;
  }

  private grow(): void {
    const capacity = this.high.length * 2;
    this.high = copyInto(new Uint32Array(capacity), this.high);
    this.low = copyInto(new Uint32Array(capacity), this.low);
    this.parent = copyInto(new Uint32Array(capacity), this.parent);
    this.ordinal = copyInto(new Uint16Array(capacity), this.ordinal);
    this.slots = new Uint32Array(capacity * 4);
    for (let id = 0; id < this.size; id += 1) this.place(id);
  }
}

function copyInto<Numbers extends Uint32Array | Uint16Array>(
  larger: Numbers,
  numbers: Numbers,
): Numbers {
  larger.set(numbers);
  return larger;
}
