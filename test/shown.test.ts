/** Histories of which a part is hidden: what a right engine did is not impossible, whatever is hidden. */
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import type { EventKind, History } from "../model/history.ts";
import { HIDEABLE, judgeShown } from "../model/shown.ts";
import { PROPERTIES } from "../properties/all.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { countsOf } from "./counted.ts";
import { EXAMPLES } from "./examples/all.ts";
import { editedStory } from "./examples/example.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";

const runner = await createRunner("embedded");
const sdk = await createRunner("aws-sdk@2.4.0");
/** Longer ones have too many states in between. */
const LONGEST = 100;
const ALL: ReadonlySet<EventKind> = new Set(HIDEABLE);

function verdictOn(case_: Case, history: History, hides: ReadonlySet<EventKind>) {
  const shown = history.filter(({ kind }) => !hides.has(kind));
  return judgeShown(case_, runner.guarantees, shown, hides);
}

// The engine chooses its own order, sends updates together, wraps errors, and goes on after failures.
describe.each(Object.entries(RIGHT_CASES))("of %s on the embedded engine", (_, cases) => {
  test.each(Object.entries(cases))("%s", async (_name, case_) => {
    const history = await runner.run(case_);
    expect(verdictOn(case_, history, ALL)).toEqual({ kind: "possible" });
  });

  test.each(HIDEABLE)("all of them without %s", async (kind) => {
    const impossible = [];
    for (const [name, case_] of Object.entries(cases)) {
      const verdict = verdictOn(case_, await runner.run(case_), new Set([kind]));
      if (verdict.kind === "impossible") impossible.push({ name, verdict });
      // What engines choose for themselves, hidden, may leave nothing to be said.
      if (kind !== "operation-resolved" && kind !== "body-entered")
        expect([name, verdict.kind]).toEqual([name, "possible"]);
    }
    expect(impossible).toEqual([]);
  });
});

/** The same of drawn cases, which the SDK has habits of its own in: those that all properties hold for. */
test.each([
  ["embedded", runner],
  ["aws-sdk@2.4.0", sdk],
] as const)("of drawn cases on %s", async (_, engine) => {
  const verdicts: string[] = [];
  for (const case_ of drawBatch(7, 0, 40, "all")) {
    const { story, failure } = await judgeCase(case_, engine, PROPERTIES);
    if (failure !== undefined || story.history.length > LONGEST) continue;
    for (const kind of HIDEABLE) {
      const verdict = verdictOn(case_, story.history, new Set([kind]));
      verdicts.push(verdict.kind);
      if (verdict.kind === "impossible") expect([kind, case_, verdict]).toEqual([]);
    }
  }
  const possible = verdicts.filter((kind) => kind === "possible").length;
  expect(possible).toBeGreaterThan(verdicts.length * 0.9);
});

test("what is wrong is found as often as it was, with all of it hidden and with one kind", async () => {
  const sets = [...HIDEABLE.map((kind) => new Set([kind])), ALL] as ReadonlySet<EventKind>[];
  const found = sets.map((hides) => {
    const verdicts = EXAMPLES.flatMap(({ wrong }) =>
      wrong.map((each) => {
        const { case: case_, history } = editedStory(each);
        const verdict = verdictOn(case_, history, hides);
        return verdict.kind === "impossible" ? verdict.refusal.rule : verdict.kind;
      }),
    );
    return [hides === ALL ? "all" : [...hides].join(), countsOf(verdicts)];
  });
  const text = `${JSON.stringify(Object.fromEntries(found), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/what-is-found-though-hidden.json");
});
