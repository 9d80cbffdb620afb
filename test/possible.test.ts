/** The states that an observer can't tell apart, of a counter that may go on unseen. */
import { describe, expect, test } from "vitest";
import { type Observed, observe } from "../model/possible.ts";

/** Unseen it goes on by one, up to `most`; what is seen is where it is, of which it keeps the tens. */
function counter(most: number): Observed<number, number, string> {
  return {
    hidden: (state) => (state < most ? [state + 1] : []),
    step: (state, seen) =>
      state >= seen
        ? { kind: "possible", states: [seen, seen - (seen % 10)] }
        : { kind: "refused", refusal: `it is at ${state}` },
    key: String,
  };
}

describe("a counter that goes on unseen", () => {
  test("may have come to whatever is ahead, each once", () => {
    expect(observe(counter(100), [3, 5], 42)).toEqual({ kind: "possible", states: [42, 40] });
  });

  test("can't have come further, and is told by where it came to", () => {
    const seen = observe(counter(100), [3, 5], 101);
    expect(seen).toEqual({ kind: "refused", refusal: "it is at 100" });
  });

  test("is followed through 20,000 states and through no more", () => {
    expect(observe(counter(19_999), [0], 7).kind).toBe("possible");
    expect(observe(counter(20_000), [0], 7)).toEqual({ kind: "too-many" });
  });

  test("and so is what one event may lead to", () => {
    const wide = (count: number): Observed<number, number, string> => ({
      hidden: () => [],
      step: () => ({ kind: "possible", states: Array.from({ length: count }, (_, each) => each) }),
      key: String,
    });
    expect(observe(wide(20_000), [0], 1).kind).toBe("possible");
    expect(observe(wide(20_001), [0], 1)).toEqual({ kind: "too-many" });
  });

  test("where it goes in a circle is followed once round", () => {
    const round = { ...counter(100), hidden: (state: number) => [(state + 1) % 7] };
    expect(observe(round, [0], 6)).toEqual({ kind: "possible", states: [6, 0] });
  });

  test("that is nowhere is a mistake of whoever asks", () => {
    expect(() => observe(counter(100), [], 1)).toThrow("There is no state to begin with");
  });
});
