/** Timers: waits end and steps become ready when they are due, earliest first. */
import { expect, test } from "vitest";
import { close, retry, startBackend, wait } from "./backend-fixture.ts";

test("a wait ends at the time that its START recorded", () => {
  const backend = startBackend();
  backend.checkpoint(wait("w", 5));
  const end = backend.now + 5_000;
  expect(backend.operation("w")?.WaitDetails?.ScheduledEndTimestamp?.getTime()).toBe(end);
  expect(backend.pass(4.999)).toEqual([]);
  expect(backend.operation("w")?.Status).toBe("STARTED");
  expect(backend.pass(0.001)).toEqual(["w"]);
  expect(backend.operation("w")).toMatchObject({
    Status: "SUCCEEDED",
    EndTimestamp: new Date(end),
  });
});

test("a new invocation does not restart a wait", () => {
  const backend = startBackend();
  backend.checkpoint(wait("w", 5));
  backend.pass(4);
  backend.invoke();
  expect(backend.pass(1)).toEqual(["w"]);
});

test("timers fire once, in order of time", () => {
  const backend = startBackend();
  backend.checkpoint(
    wait("third", 30),
    wait("first", 10),
    retry("second", 20),
    wait("not yet", 31),
  );
  expect(backend.pass(30)).toEqual(["first", "second", "third"]);
  expect(backend.pass(0)).toEqual([]);
});

test("the next timer is the earliest", () => {
  const backend = startBackend();
  expect(backend.service.nextTimer()).toBeUndefined();
  backend.checkpoint(wait("w", 30), retry("s", 20));
  expect(backend.service.nextTimer()).toBe(backend.now + 20_000);
});

test("a cancelled wait never ends", () => {
  const backend = startBackend();
  backend.checkpoint(wait("w", 5));
  backend.checkpoint(close("WAIT", "w", "CANCEL"));
  expect(backend.pass(10)).toEqual([]);
  expect(backend.operation("w")?.Status).toBe("CANCELLED");
});
