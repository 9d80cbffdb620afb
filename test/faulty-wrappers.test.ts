/** What makes engines wrong makes them so in one way: told to change nothing, it gives the right engine. */
import { expect, test } from "vitest";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import {
  type Invoke,
  withContext,
  withInvocation,
  withLog,
  withPages,
  withRequests,
  withRules,
  withSteps,
  withStrategies,
} from "../impl/faulty/faulty.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { drawBatch, SCOPES } from "../properties/generators/case.ts";

const embedded = createEmbeddedEngine();
const CASES = SCOPES.flatMap((scope) =>
  [1, 2, 3].flatMap((batch) => drawBatch(17, batch, 100, scope)),
);

test.each<readonly [string, Invoke]>([
  ["rules", withRules({})],
  ["invocations", withInvocation((right) => right)],
  ["entries of the log", withLog((entry) => entry)],
  ["pages of the log", withPages((operations) => [...operations])],
  ["requests", withRequests((updates) => updates)],
  ["contexts", withContext(() => ({}))],
  ["steps", withSteps((right, ...call) => right.step(...call))],
  ["strategies", withStrategies((right, error, attempt) => right(error, attempt))],
])("with the right %s an engine does the same", async (_, invoke) => {
  for (const case_ of CASES) {
    const { history } = await runSimulated(case_, embedded);
    const same = await runSimulated(case_, { ...embedded, invoke });
    expect([case_, same.history]).toEqual([case_, history]);
  }
});
