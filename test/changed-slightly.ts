/** A history with each small change at some of its events. */
import type { History } from "../model/history.ts";
import { MUTATIONS } from "./mutations.ts";
import { choicesFrom } from "./random-walk.ts";

/** Each change is made at one event in this many, each at others. */
const ONE_IN = 7;

export function* changedSlightly(history: History): Generator<History> {
  for (const [index, mutate] of Object.values(MUTATIONS).entries()) {
    for (let at = index % ONE_IN; at < history.length; at += ONE_IN) {
      const changed = mutate(history, at, choicesFrom(at));
      if (changed !== undefined) yield changed;
    }
  }
}
