/** The attempt of a step rises with each recorded RETRY, and with nothing else. */
import { expect, test } from "vitest";
import { type Backend, close, retry, start, startBackend } from "./backend-fixture.ts";

function seen(backend: Backend): string {
  const { Status, StepDetails } = backend.operation("a") ?? {};
  return `${Status} ${StepDetails?.Attempt}`;
}

test("RETRY raises the attempt, the timer makes it READY, START keeps it", () => {
  const backend = startBackend();
  backend.checkpoint(start("STEP", "a"));
  expect(seen(backend)).toBe("STARTED 0");
  for (const attempt of [1, 2, 3]) {
    backend.checkpoint(retry("a", 10));
    expect(seen(backend)).toBe(`PENDING ${attempt}`);
    backend.pass(10);
    expect(seen(backend)).toBe(`READY ${attempt}`);
    backend.checkpoint(start("STEP", "a"));
    expect(seen(backend)).toBe(`STARTED ${attempt}`);
  }
});

test("RETRY without a START counts as the first attempt", () => {
  const backend = startBackend();
  backend.checkpoint(retry("a", 10));
  expect(seen(backend)).toBe("PENDING 1");
});

test("a new invocation does not raise the attempt", () => {
  const backend = startBackend();
  backend.checkpoint(start("STEP", "a"));
  backend.invoke();
  expect(seen(backend)).toBe("STARTED 0");
  backend.checkpoint(retry("a", 1));
  backend.invoke();
  expect(seen(backend)).toBe("PENDING 1");
});

test("a step is READY no sooner than its delay and no later", () => {
  const backend = startBackend();
  backend.checkpoint(start("STEP", "a"), retry("a", 10));
  const due = backend.now + 10_000;
  expect(backend.operation("a")?.StepDetails?.NextAttemptTimestamp?.getTime()).toBe(due);
  expect(backend.service.nextTimer()).toBe(due);
  expect(backend.pass(9.999)).toEqual([]);
  expect(seen(backend)).toBe("PENDING 1");
  expect(backend.pass(0.001)).toEqual(["a"]);
  expect(seen(backend)).toBe("READY 1");
  expect(backend.service.nextTimer()).toBeUndefined();
});

test("RETRY records its error, and the next START drops it", () => {
  const backend = startBackend();
  const error = { ErrorType: "Error", ErrorMessage: "no" };
  backend.checkpoint(start("STEP", "a"), retry("a", 1, { Error: error }));
  expect(backend.operation("a")?.StepDetails?.Error).toEqual(error);
  backend.pass(1);
  backend.checkpoint(start("STEP", "a"));
  expect(backend.operation("a")?.StepDetails).toEqual({ Attempt: 1 });
});

test("RETRY's payload stays with the step: it is the state of a wait-for-condition", () => {
  const backend = startBackend();
  backend.checkpoint(start("STEP", "a"), retry("a", 1, { Payload: '"polled"' }));
  backend.pass(1);
  backend.checkpoint(start("STEP", "a"));
  expect(backend.operation("a")?.StepDetails?.Result).toBe('"polled"');
});

test("a closed step has its outcome, and no timer", () => {
  const backend = startBackend();
  backend.checkpoint(start("STEP", "a"), retry("a", 1));
  backend.pass(1);
  backend.checkpoint(close("STEP", "a", "SUCCEED", { Payload: "7" }));
  const { Status, StepDetails, EndTimestamp } = backend.operation("a") ?? {};
  expect({ Status, StepDetails }).toEqual({
    Status: "SUCCEEDED",
    StepDetails: { Attempt: 2, Result: "7" },
  });
  expect(EndTimestamp?.getTime()).toBe(backend.now);
  expect(backend.service.nextTimer()).toBeUndefined();
});
