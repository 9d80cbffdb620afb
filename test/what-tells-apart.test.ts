/**
 * Which small changes to right histories count as a difference between two engines, of which kind, and
 * where: once as if both were right, and once as if the change broke something.
 */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { type Difference, differenceBetween } from "../properties/difference.ts";
import type { Failure } from "../properties/signature.ts";
import { changedSlightly } from "./changed-slightly.ts";
import { RICH_CASES } from "./examples/right-cases.ts";

const BROKEN: Failure = {
  property: "some-property",
  signature: "broken",
  broken: {
    kind: "broken",
    at: 2,
    operation: undefined,
    reason: "some-reason",
    expected: "something",
    found: "did something else",
  },
  alsoBroken: [],
};

/** By kind and signature, the places in both histories, each once. */
function toldApart(case_: Case, failure: Failure | undefined): Readonly<Record<string, string>> {
  const history = simulate(case_, awsGuarantees);
  const right = { history, failure: undefined };
  const told: Record<string, readonly string[]> = {};
  for (const changed of changedSlightly(history)) {
    const found = differenceBetween(case_, right, { history: changed, failure });
    const what = found === undefined ? "none" : nameOf(found);
    const place = found === undefined ? "" : `${found.left}:${found.right}`;
    told[what] = [...(told[what] ?? []), place];
  }
  const once = (places: readonly string[]) => [...new Set(places)].join(" ");
  return Object.fromEntries(Object.entries(told).map(([what, places]) => [what, once(places)]));
}

function nameOf({ kind, signature }: Difference): string {
  return `${kind}, ${signature}`;
}

test("small changes tell apart what user code can tell apart", async () => {
  const cases = Object.values(RICH_CASES).flatMap((each) => Object.entries(each));
  const told = cases.map(([name, case_]) => [
    name,
    { right: toldApart(case_, undefined), broken: toldApart(case_, BROKEN) },
  ]);
  const text = `${JSON.stringify(Object.fromEntries(told), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/what-tells-apart.json");
});
