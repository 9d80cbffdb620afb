/** What crosses the wire is copied: an engine changes the log with checkpoint calls and no other way. */
import { expect, test } from "vitest";
import type { WireOperation } from "../impl/backend/wire.ts";
import { close, retry, start, startBackend, wait } from "./backend-fixture.ts";

/** Everything that code with an operation in hand could change about it. */
function vandalise(operations: readonly WireOperation[]): void {
  for (const operation of operations) {
    operation.WaitDetails?.ScheduledEndTimestamp?.setTime(0);
    operation.StepDetails?.NextAttemptTimestamp?.setTime(0);
    for (const details of Object.values(operation)) {
      if (typeof details === "object" && !(details instanceof Date))
        Object.assign(details, { Result: "bad" });
    }
    Object.assign(operation, { Status: "SUCCEEDED" });
  }
}

test.each(["page", "state", "reply"] as const)(
  "changing the operations of a %s changes nothing",
  (from) => {
    const backend = startBackend();
    const reply = backend.checkpoint(wait("w", 60), start("STEP", "a"), retry("a", 60));
    const before = JSON.stringify(backend.log());
    if (from === "reply") vandalise(reply);
    if (from === "page") vandalise(backend.invoke().Operations);
    if (from === "state") vandalise(backend.state().Operations);
    expect(JSON.stringify(backend.log())).toBe(before);
  },
);

test("changing an update after it was sent changes nothing", () => {
  const backend = startBackend();
  const error = { ErrorMessage: "as sent", StackTrace: ["at a"] };
  backend.checkpoint(close("STEP", "a", "FAIL", { Error: error }));
  error.ErrorMessage = "changed";
  error.StackTrace.push("at b");
  expect(backend.operation("a")?.StepDetails?.Error).toEqual({
    ErrorMessage: "as sent",
    StackTrace: ["at a"],
  });
});
