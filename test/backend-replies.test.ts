/** A reply carries only the operations that have changed since the last one. */
import { expect, test } from "vitest";
import { close, idsOf, retry, start, startBackend, wait } from "./backend-fixture.ts";

test("a reply carries what the call itself has changed and nothing older", () => {
  const backend = startBackend();
  expect(idsOf(backend.checkpoint(start("STEP", "a")))).toEqual(["a"]);
  expect(idsOf(backend.checkpoint(start("STEP", "b")))).toEqual(["b"]);
  expect(idsOf(backend.checkpoint(close("STEP", "a", "SUCCEED")))).toEqual(["a"]);
  expect(backend.checkpoint()).toEqual([]);
});

test("the execution itself is in the first page and in no reply", () => {
  const backend = startBackend();
  expect(backend.firstPage.Operations).toMatchObject([
    { Id: "execution", Type: "EXECUTION", ExecutionDetails: { InputPayload: '"input"' } },
  ]);
  expect(backend.checkpoint()).toEqual([]);
});

test("timers that fired are in the next reply, once", () => {
  const backend = startBackend();
  backend.checkpoint(wait("w", 5), start("STEP", "s"), retry("s", 5), wait("later", 60));
  expect(backend.pass(5)).toEqual(["w", "s"]);
  expect(backend.service.hasNews()).toBe(true);
  const statuses = backend.checkpoint().map(({ Id, Status }) => `${Id} ${Status}`);
  expect(statuses).toEqual(["w SUCCEEDED", "s READY"]);
  expect(backend.service.hasNews()).toBe(false);
  expect(backend.checkpoint()).toEqual([]);
});

test("a timer that fires during a call's way is in the reply together with the call's own", () => {
  const backend = startBackend();
  backend.checkpoint(wait("w", 5));
  backend.pass(5);
  expect(idsOf(backend.checkpoint(start("STEP", "a")))).toEqual(["w", "a"]);
});

test("what a new invocation was started with is not in its replies", () => {
  const backend = startBackend();
  backend.checkpoint(wait("w", 5), start("STEP", "a"));
  backend.pass(5);
  expect(idsOf(backend.invoke().Operations)).toEqual(["execution", "w", "a"]);
  expect(backend.checkpoint()).toEqual([]);
});

test("what an interrupted invocation was never told is in the log of the next", () => {
  const backend = startBackend();
  backend.checkpoint(start("STEP", "a"), close("STEP", "a", "SUCCEED", { Payload: '"x"' }));
  const [, step] = backend.invoke().Operations;
  expect(step).toMatchObject({ Id: "a", Status: "SUCCEEDED", StepDetails: { Result: '"x"' } });
});
