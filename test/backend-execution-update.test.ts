/** The end of an execution can be recorded, as it is for results over 6 MB, and then stays. */
import { expect, test } from "vitest";
import { close, refusalOf, STALE_TOKEN, start, startBackend } from "./backend-fixture.ts";

test.each([
  ["SUCCEED", "SUCCEEDED"],
  ["FAIL", "FAILED"],
] as const)("%s of the execution is about the execution, whatever its id", (action, Status) => {
  const backend = startBackend();
  const operations = backend.checkpoint(close("EXECUTION", "execution-result-1", action));
  const [execution, ...others] = operations;
  expect(execution).toMatchObject({ Id: "execution", Type: "EXECUTION", Status });
  expect(others).toEqual([]);
});

test("it is recorded with what comes before it in the call", () => {
  const backend = startBackend();
  const operations = backend.checkpoint(start("STEP", "a"), close("EXECUTION", "e", "SUCCEED"));
  expect(operations.map(({ Id, Status }) => `${Id} ${Status}`)).toEqual([
    "execution SUCCEEDED",
    "a STARTED",
  ]);
});

test("after it everything is refused", () => {
  const backend = startBackend();
  backend.checkpoint(close("EXECUTION", "e", "SUCCEED"));
  expect(refusalOf(() => backend.checkpoint(start("STEP", "a")))).toEqual(STALE_TOKEN);
  expect(refusalOf(() => backend.state())).toEqual(STALE_TOKEN);
});

test("after it the answer says nothing more", () => {
  const backend = startBackend();
  backend.checkpoint(close("EXECUTION", "e", "SUCCEED"));
  expect(refusalOf(() => backend.service.answer({ Status: "PENDING" }))).toBeUndefined();
});
