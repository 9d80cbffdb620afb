/**
 * The states that are reached, each once for every number of strikes that it can be reached after,
 * with the shortest way there: 14 bytes for each, and 4 for each number of strikes of a state.
 */
import { NO_ID } from "./found.ts";
import { grown } from "./growing.ts";

export class Reached {
  size = 0;
  private readonly counts: number;
  private state = new Uint32Array(1 << 11);
  private parent = new Uint32Array(1 << 11);
  private depths = new Uint32Array(1 << 11);
  private ordinal = new Uint16Array(1 << 11);
  /** By state and number of strikes, the place plus one; 0 where it was not reached so. */
  private places = new Uint32Array(1 << 11);

  /** @param most the most strikes on the way to a state */
  constructor(most: number) {
    this.counts = most + 1;
  }

  get bytes(): number {
    const { state, parent, depths, ordinal, places } = this;
    return [state, parent, depths, ordinal, places].reduce((sum, each) => sum + each.byteLength, 0);
  }

  /** The place of a state after so many strikes; NO_ID if it was not reached so. */
  find(state: number, strikes: number): number {
    const index = state * this.counts + strikes;
    return index < this.places.length ? (this.places[index] as number) - 1 : NO_ID;
  }

  /** `parent` is the place that it was reached from, by the move of this ordinal. */
  add(state: number, strikes: number, parent: number, ordinal: number): number {
    const place = this.size;
    this.size += 1;
    if (place === this.state.length) {
      this.state = grown(this.state, this.size);
      this.parent = grown(this.parent, this.size);
      this.depths = grown(this.depths, this.size);
      this.ordinal = grown(this.ordinal, this.size);
    }
    this.state[place] = state;
    this.parent[place] = parent;
    this.ordinal[place] = ordinal;
    this.depths[place] = place === parent ? 0 : (this.depths[parent] as number) + 1;
    this.places = grown(this.places, (state + 1) * this.counts);
    this.places[state * this.counts + strikes] = place + 1;
    return place;
  }

  stateAt(place: number): number {
    return this.state[place] as number;
  }

  depth(place: number): number {
    return this.depths[place] as number;
  }

  /** The place of a state that the fewest events lead to, and of those the fewest strikes. */
  nearest(state: number): number {
    let nearest = NO_ID;
    for (let strikes = 0; strikes < this.counts; strikes += 1) {
      const place = this.find(state, strikes);
      if (place === NO_ID) continue;
      if (nearest === NO_ID || this.depth(place) < this.depth(nearest)) nearest = place;
    }
    return nearest;
  }

  /** Which move to take at each state on the way from the first to this place. */
  ordinalsTo(target: number): number[] {
    const ordinals: number[] = [];
    for (let place = target; place !== 0; place = this.parent[place] as number) {
      ordinals.push(this.ordinal[place] as number);
    }
    return ordinals.reverse();
  }
}
