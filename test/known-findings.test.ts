/** Which failures are known, which of them are shrunk to see, and that results come in order. */
import { expect, test } from "vitest";
import { KnownFindings, Sampling } from "../cli/known-findings.ts";
import { InOrder } from "../cli/pool/in-order.ts";
import type { Case } from "../model/case.ts";
import type { CaseStatus, KnownFinding } from "../reports/known-finding.ts";
import { caseOf, insideBody, ONCE, step, wait } from "./small-cases.ts";

const SIGNATURE = "some-property/step/some-reason";
const once = (name = "charge") => caseOf([step(name, ONCE)], [insideBody(name)]);
const padded = caseOf([step("charge", { padding: 270_000 })]);

function finding(id: string, case_: Case, status: CaseStatus = "fails"): KnownFinding {
  return {
    format: "durable-conformance/known-finding",
    version: 1,
    id,
    title: id,
    cases: [{ signatures: [SIGNATURE], case: case_, engines: { mine: status } }],
  };
}

const known = new KnownFindings("mine", [finding("once", once())]);

test("a failure is known by its signature and its shape together, on this engine", () => {
  expect(known.idOf(SIGNATURE, once("ship"))).toBe("once");
  expect(known.idOf(SIGNATURE, padded)).toBe(undefined);
  expect(known.idOf("another-property/step/some-reason", once())).toBe(undefined);
  const others = new KnownFindings("theirs", [finding("once", once())]);
  expect(others.idOf(SIGNATURE, once())).toBe(undefined);
  expect(others.has(SIGNATURE)).toBe(false);
});

test.each(["holds", "not-applicable"] as const)("what %s is not known to fail", (status) => {
  const mended = new KnownFindings("mine", [finding("once", once(), status)]);
  expect(mended.has(SIGNATURE)).toBe(false);
});

test("findings with the same signature are told apart by their shapes", () => {
  const both = new KnownFindings("mine", [finding("once", once()), finding("padded", padded)]);
  expect(both.idOf(SIGNATURE, once())).toBe("once");
  expect(both.idOf(SIGNATURE, padded)).toBe("padded");
});

/** The places, from 1, of those that are shrunk. */
function sampled(sampling: Sampling, failing: readonly Case[]): number[] {
  return failing.flatMap((each, index) => (sampling.take(SIGNATURE, each) ? [index + 1] : []));
}

test("of a signature that is not known the first is shrunk", () => {
  const sampling = new Sampling(new KnownFindings("mine", []));
  expect(
    sampled(
      sampling,
      Array.from({ length: 100 }, () => once()),
    ),
  ).toEqual([1]);
  expect(sampling.count(SIGNATURE)).toBe(100);
});

test("of a signature that is known the 1st, 4th, 16th and so on are shrunk", () => {
  const rich = caseOf([wait("pause", 1), step("charge", ONCE)], [insideBody("charge")]);
  const failing = Array.from({ length: 100 }, () => rich);
  expect(sampled(new Sampling(known), failing)).toEqual([1, 4, 16, 64]);
});

test("a case that lacks what the known one is made of is shrunk whenever it comes, once", () => {
  const failing = Array.from({ length: 100 }, () => once());
  const odd = failing.with(49, padded).with(50, padded);
  expect(sampled(new Sampling(known), odd)).toEqual([1, 4, 16, 50, 64]);
});

test("results are handed on in order, and at the end past those that never came", () => {
  const seen: string[] = [];
  const results = new InOrder<string>((result) => seen.push(result));
  results.add(1, "b");
  results.add(3, "d");
  expect(seen).toEqual([]);
  results.add(0, "a");
  expect(seen).toEqual(["a", "b"]);
  results.finish();
  expect(seen).toEqual(["a", "b", "d"]);
});
