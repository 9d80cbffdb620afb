/**
 * What could go on just before each event of right histories: as it was, and agreed on with the
 * model, which refuses exactly there that the invocation suspends.
 */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { couldMove } from "../properties/could-move.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { readStory } from "../properties/story.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";

interface Point {
  /** The events before it. */
  readonly before: readonly Event[];
  readonly doing: string | undefined;
}

/** Between any two events of an invocation, until it answers. */
function pointsIn(case_: Case): readonly Point[] {
  const history = simulate(case_, awsGuarantees);
  const story = readStory(case_, awsGuarantees, history);
  return story.invocations.flatMap((invocation) => {
    const { events } = invocation;
    const answered = events.findIndex(({ event }) => event.kind === "invocation-answered");
    return events.slice(1, answered === -1 ? undefined : answered + 1).map(({ index }) => {
      const move = couldMove(story, invocation, index);
      const doing = move && `${move.name ?? "the handler"}: ${move.doing}`;
      return { before: history.slice(0, index), doing };
    });
  });
}

/** Only where it is something else than at the point before. */
function changesOf(points: readonly Point[]): readonly string[] {
  return points
    .filter(({ doing }, index) => index === 0 || doing !== points[index - 1]?.doing)
    .map(({ before, doing = "nothing" }) => `${before.length} ${doing}`);
}

test.each(Object.entries(RIGHT_CASES))("in %s the same could move", async (about, cases) => {
  const moves = Object.entries(cases).map(([name, case_]) => [name, changesOf(pointsIn(case_))]);
  const text = `${JSON.stringify(Object.fromEntries(moves), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot(`golden/what-could-move/${about}.json`);
});

/** What the model says of suspending there; undefined if it allows that. */
function refusalOf(case_: Case, before: readonly Event[]): string | undefined {
  const at = before.at(-1)?.at ?? 0;
  const suspends: Event = { kind: "invocation-answered", at, answer: { kind: "PENDING" } };
  const walk = walkModel(readStory(case_, awsGuarantees, [...before, suspends]));
  return walk.kind === "refused" ? walk.refusal.rule : undefined;
}

/** Without a token for its next call an invocation may suspend, whatever could move. */
function mayAlwaysSuspend(before: readonly Event[]): boolean {
  const started = before.findLastIndex(({ kind }) => kind === "invocation-started");
  return before.slice(started).some((event) => "withoutToken" in event);
}

test.each(Object.entries(RIGHT_CASES))("in %s the model agrees", (_, cases) => {
  const disagreements = Object.entries(cases).flatMap(([name, case_]) =>
    pointsIn(case_).flatMap(({ before, doing }) => {
      if (mayAlwaysSuspend(before)) return [];
      const refusal = refusalOf(case_, before);
      const agree = (refusal !== undefined) === (doing !== undefined);
      return agree ? [] : [`${name}, ${before.length}: ${doing}, but the model: ${refusal}`];
    }),
  );
  expect(disagreements).toEqual([]);
});
