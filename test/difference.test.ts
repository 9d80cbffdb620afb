/** When two engines count as having done the same, and what tells them apart. */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import type { Operation } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { type Difference, differenceBetween } from "../properties/difference.ts";
import { failureOf, judgeAll } from "../properties/signature.ts";
import { readStory } from "../properties/story.ts";
import { caseOf, insideBody, ONCE, step, THROWS, wait } from "./small-cases.ts";

/** What the model does, changed by `change`, as if two engines had done one each. */
function difference(
  case_: Case,
  change: (history: History) => History,
  judged = true,
): Difference | undefined {
  const history = simulate(case_, awsGuarantees);
  const done = (each: History) => {
    const story = readStory(case_, awsGuarantees, each);
    const failure = judged ? failureOf(judgeAll(PROPERTIES, story), story) : undefined;
    return { history: each, failure };
  };
  return differenceBetween(case_, done(history), done(change(history)));
}

function mapped(change: (event: Event) => Event) {
  return (history: History) => history.map(change);
}

const otherName = mapped((event) =>
  event.kind === "operation-resolved" && event.outcome.kind === "threw"
    ? { ...event, outcome: { kind: "threw", error: { name: "Other", message: "other" } } }
    : event,
);

const failing = caseOf([step("charge", { ...THROWS, onError: "catch" }), wait("pause", 5)]);

test("the same is the same", () => {
  for (const case_ of [failing, caseOf([step("charge", ONCE)], [insideBody("charge")])]) {
    expect(difference(case_, (history) => history)).toBe(undefined);
  }
});

test("time, and whether bodies are told their attempt, is left open", () => {
  const later = mapped((event) => {
    const { attempt: _, ...rest } = event as Event & { readonly attempt?: number };
    return { ...rest, at: event.at + 7 } as Event;
  });
  expect(difference(failing, later, false)).toBe(undefined);
});

test("in which order concurrent operations come is left open, what each does is not", () => {
  const branches = ["charge", "ship"].map((name) => ({ operations: [step(name)] }));
  const both: Operation = { kind: "parallel", name: "both", branches };
  const swapped = (history: History) => {
    const started = history.filter(({ kind }) => kind === "body-entered");
    const [first, second] = started.map((event) => history.indexOf(event));
    return history
      .with(first as number, history[second as number] as Event)
      .with(second as number, history[first as number] as Event);
  };
  expect(difference(caseOf([both]), swapped, false)).toBe(undefined);
  const value = mapped((event) =>
    event.kind === "body-finished" && event.operation === "ship"
      ? { ...event, outcome: { kind: "returned", value: '"other"' } }
      : event,
  );
  expect(difference(caseOf([both]), value, false)).toMatchObject({
    kind: "outcome",
    signature: "outcome/step | both right",
  });
});

test("a race may end either way", () => {
  const race: Operation = {
    kind: "race",
    name: "race",
    operations: [step("charge"), step("ship")],
    onError: "throw",
  };
  const won = mapped((event) =>
    event.kind === "handler-finished"
      ? { ...event, outcome: { kind: "returned", value: '"other"' } }
      : event,
  );
  expect(difference(caseOf([race]), won, false)).toBe(undefined);
});

test("what an await gives tells them apart though nothing is broken", () => {
  const found = difference(failing, otherName, false);
  expect(found).toMatchObject({ kind: "outcome", signature: "outcome/step | both right" });
});

test("with interruptions only what both came to is compared, up to the numbers of runs", () => {
  const case_ = caseOf([step("charge"), step("ship")], [insideBody("charge")]);
  const renumbered = mapped((event) => JSON.parse(JSON.stringify(event).replaceAll("#2", "#3")));
  expect(difference(case_, renumbered, false)).toBe(undefined);
  const unshipped = (history: History) =>
    history.filter((event) => !(event.kind === "body-entered" && event.operation === "ship"));
  expect(difference(case_, unshipped, false)).toMatchObject({
    kind: "effects",
    signature: "effects/execution | both right",
  });
});

test("where one breaks something they differ, at the first that user code can tell apart", () => {
  const case_ = caseOf([step("charge", ONCE)], [insideBody("charge")]);
  const found = difference(case_, otherName) as Difference;
  expect(found).toMatchObject({
    kind: "outcome",
    signature: "right | interruption-reaches-handler/step-AtMostOncePerRetry/another-error",
  });
  expect(simulate(case_, awsGuarantees)[found.left]?.kind).toBe("operation-resolved");
});

test("a body that runs once more is an effect", () => {
  const case_ = caseOf([step("charge"), step("ship")]);
  const again = (history: History) => {
    const index = history.findIndex(({ kind }) => kind === "body-finished");
    const entered = history.find(({ kind }) => kind === "body-entered") as Event;
    return history.toSpliced(index + 1, 0, entered);
  };
  expect(difference(case_, again)?.kind).toBe("effects");
});

test("where both break the same they do the same", () => {
  const broken = otherName(simulate(failing, awsGuarantees));
  const story = readStory(failing, awsGuarantees, broken);
  const failure = failureOf(judgeAll(PROPERTIES, story), story);
  const done = { history: broken, failure };
  expect(differenceBetween(failing, done, { ...done, history: broken.slice(0, -1) })).toBe(
    undefined,
  );
});
