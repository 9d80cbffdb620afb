/** A checkpoint call is taken as a whole or not at all. */
import { expect, test } from "vitest";
import { close, idsOf, refusalOf, start, startBackend, wait } from "./backend-fixture.ts";

test("a call whose second update is wrong changes nothing", () => {
  const backend = startBackend();
  backend.checkpoint(start("STEP", "a"));
  const before = backend.log();
  const act = () =>
    backend.checkpoint(close("STEP", "a", "SUCCEED"), close("CONTEXT", "b", "FAIL"));
  expect(refusalOf(act)).toBeDefined();
  expect(backend.log()).toEqual(before);
  expect(backend.service.hasNews()).toBe(false);
});

test("a call whose second update is wrong sets no timer", () => {
  const backend = startBackend();
  expect(refusalOf(() => backend.checkpoint(wait("w", 1), start("STEP", "w")))).toBeDefined();
  expect(backend.service.nextTimer()).toBeUndefined();
});

test("a refused call does not use up the token", () => {
  const backend = startBackend();
  const { token } = backend;
  expect(refusalOf(() => backend.checkpoint(start("STEP", "a"), start("STEP", "a")))).toBeDefined();
  expect(backend.token).toBe(token);
  expect(idsOf(backend.checkpoint(start("STEP", "a")))).toEqual(["a"]);
});

test("a refused EXECUTION update does not end the execution", () => {
  const backend = startBackend();
  const act = () => backend.checkpoint(close("EXECUTION", "e", "FAIL", { Payload: "1" }));
  expect(refusalOf(act)).toBeDefined();
  expect(refusalOf(() => backend.checkpoint())).toBeUndefined();
});
