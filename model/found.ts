/** The states that a search has found: a hash table of fingerprints, 24 to 48 bytes for each. */
import { grown } from "./growing.ts";
import type { Words } from "./words.ts";

/** Stands for the number of a state that there is none of. */
export const NO_ID = -1;

/** The fingerprints found so far, numbered in the order in which they were added. */
export class Found {
  size = 0;
  /** Open addressing, two numbers a slot: the id of a state plus one, or 0, and its `low`. */
  private slots = new Uint32Array(1 << 13);
  private high = new Uint32Array(1 << 11);
  private low = new Uint32Array(1 << 11);

  get bytes(): number {
    return this.slots.byteLength + this.high.byteLength + this.low.byteLength;
  }

  /** The number of the state with this fingerprint; NO_ID if it has not been found. */
  find(words: Words): number {
    return (this.slots[this.slotOf(words.high >>> 0, words.low >>> 0)] as number) - 1;
  }

  /** Gives the number of a fingerprint that has not been found before. */
  add(words: Words): number {
    if (this.size === this.high.length) this.grow();
    const id = this.size;
    this.high[id] = words.high;
    this.low[id] = words.low;
    this.place(id);
    this.size += 1;
    return id;
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
    this.high = grown(this.high, capacity);
    this.low = grown(this.low, capacity);
    this.slots = new Uint32Array(capacity * 4);
    for (let id = 0; id < this.size; id += 1) this.place(id);
  }
}
