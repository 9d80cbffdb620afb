import { expect, test } from "vitest";
import { makeCase } from "../model/case.ts";
import type { Operation } from "../model/workflow.ts";
import { mostNovel } from "../properties/generators/novelty.ts";

const wait: Operation = { kind: "wait", name: "settle", seconds: 1 };
const child: Operation = { kind: "child", name: "order", operations: [wait], onError: "throw" };
const invoke: Operation = {
  kind: "invoke",
  name: "charge",
  end: { does: "succeed", seconds: 1 },
  onError: "throw",
};
const cases = ([wait, child, invoke] as const).map((one) => makeCase({ operations: [one] }));
const [waits, nested, invokes] = cases as [(typeof cases)[0], (typeof cases)[0], (typeof cases)[0]];
const both = makeCase({ operations: [child, invoke] });

test("of each group that case is chosen in which most meets that had not met", () => {
  expect(mostNovel([waits, nested, waits, nested], 2)).toEqual([nested, waits]);
  expect(mostNovel([nested, both, nested, invokes], 2)).toEqual([both, nested]);
});

test("of equal ones the first is chosen, and without a choice all are", () => {
  expect(mostNovel([nested, both, both, nested, nested], 1)).toHaveLength(5);
  const [first] = mostNovel([waits, { ...waits }], 2);
  expect(first).toBe(waits);
});
