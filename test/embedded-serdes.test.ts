/** Who ends where a serdes fails: with one of the user's the invocation, with JSON the execution. */
import { expect, test } from "vitest";
import { type Ends, guard } from "../impl/embedded/serdes.ts";

function ends(): Ends & { readonly ended: string[] } {
  const ended: string[] = [];
  return {
    ended,
    fail: ({ name }) => void ended.push(`fail ${name}`),
    giveUp: ({ name }) => void ended.push(`give up ${name}`),
  };
}

const fails = async (): Promise<never> => {
  throw new Error("out of reach");
};
/** Whether it is answered within some microtasks. */
async function isAnswered(promise: Promise<unknown>): Promise<boolean> {
  let answered = false;
  void promise.then(() => {
    answered = true;
  });
  for (let microtask = 0; microtask < 20; microtask += 1) await undefined;
  return answered;
}

test.each([
  ["serialize", { serialize: fails }, "give up SerdesFailedError"],
  ["deserialize", { deserialize: fails }, "give up SerdesFailedError"],
  ["serialize", {}, "fail SerdesFailedError"],
  ["deserialize", {}, "fail SerdesFailedError"],
  ["serialize", { deserialize: fails }, "fail SerdesFailedError"],
  ["deserialize", { serialize: fails }, "fail SerdesFailedError"],
] as const)("%s of %o fails", async (part, own, expected) => {
  const { ended, ...who } = ends();
  const serdes = guard(who, own);
  const answer = part === "serialize" ? serdes.serialize(1n) : serdes.deserialize("{");
  expect(await isAnswered(answer)).toBe(false);
  expect(ended).toEqual([expected]);
});

test("what fails not is answered", async () => {
  const { ended, ...who } = ends();
  const serdes = guard(who, { serialize: async (value) => `<${value}>` });
  expect(await serdes.serialize("a")).toBe("<a>");
  expect(await serdes.deserialize('{"b":1}')).toEqual({ b: 1 });
  expect(await serdes.deserialize(undefined)).toBe(undefined);
  expect(ended).toEqual([]);
});
