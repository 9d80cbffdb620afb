/** What the log says of an operation is what its updates said. */
import { expect, test } from "vitest";
import { close, start, startBackend } from "./backend-fixture.ts";

const named = { Name: "charge", SubType: "Step", ParentId: "c" };

test("an operation keeps what its first update said of it", () => {
  const backend = startBackend();
  const StartTimestamp = new Date(backend.now);
  backend.checkpoint(start("CONTEXT", "c"), start("STEP", "a", named));
  backend.now += 1_000;
  backend.checkpoint(close("STEP", "a", "SUCCEED", { ...named, Payload: '"x"' }));
  expect(backend.operation("a")).toEqual({
    Id: "a",
    ...named,
    Type: "STEP",
    Status: "SUCCEEDED",
    StartTimestamp,
    EndTimestamp: new Date(backend.now),
    StepDetails: { Attempt: 1, Result: '"x"' },
  });
});

test.each([
  ["SUCCEED", { Payload: "1" }, { Result: "1" }],
  ["FAIL", { Error: { ErrorMessage: "no" } }, { Error: { ErrorMessage: "no" } }],
] as const)("%s of a context is recorded with its outcome", (action, fields, ContextDetails) => {
  const backend = startBackend();
  backend.checkpoint(start("CONTEXT", "c"), close("CONTEXT", "c", action, fields));
  expect(backend.operation("c")).toMatchObject({
    Status: action === "FAIL" ? "FAILED" : "SUCCEEDED",
    ContextDetails,
  });
});
