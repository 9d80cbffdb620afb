/** Tokens: each call uses its token up, and only the newest invocation has one that is taken. */
import { expect, test } from "vitest";
import {
  ARN,
  type Backend,
  close,
  refusalOf,
  STALE_TOKEN,
  start,
  startBackend,
} from "./backend-fixture.ts";

/** Whether a token is refused, by a checkpoint call and by a call for the log alike. */
function isStale(backend: Backend, token: string): void {
  const before = JSON.stringify(backend.log());
  const request = { DurableExecutionArn: ARN, CheckpointToken: token };
  const updates = { ...request, Updates: [start("STEP", "late")] };
  expect(refusalOf(() => backend.service.checkpoint(updates))).toEqual(STALE_TOKEN);
  expect(refusalOf(() => backend.service.state(request))).toEqual(STALE_TOKEN);
  expect(JSON.stringify(backend.log())).toBe(before);
}

test("each call gives a new token and uses the old one up", () => {
  const backend = startBackend();
  const tokens = [backend.token];
  for (const id of ["a", "b", "c"]) {
    backend.checkpoint(start("STEP", id));
    for (const token of tokens) isStale(backend, token);
    tokens.push(backend.token);
  }
  expect(new Set(tokens).size).toBe(tokens.length);
});

test("a poll uses its token up as well", () => {
  const backend = startBackend();
  const { token } = backend;
  backend.checkpoint();
  isStale(backend, token);
});

test("asking for the log does not use the token up", () => {
  const backend = startBackend();
  backend.state();
  expect(refusalOf(() => backend.checkpoint())).toBeUndefined();
});

test("a stale token is told before anything that is wrong with the updates", () => {
  const backend = startBackend();
  const Updates = [close("CONTEXT", "a", "FAIL")];
  const request = { DurableExecutionArn: ARN, CheckpointToken: "made up", Updates };
  expect(refusalOf(() => backend.service.checkpoint(request))).toEqual(STALE_TOKEN);
});

test("a token can be used up by somebody else", () => {
  const backend = startBackend();
  backend.service.useTokenUp();
  expect(refusalOf(() => backend.checkpoint())).toEqual(STALE_TOKEN);
  expect(refusalOf(() => backend.state())).toEqual(STALE_TOKEN);
  backend.invoke();
  expect(refusalOf(() => backend.checkpoint())).toBeUndefined();
});

test("a new invocation fences off the old one, whichever token that has reached", () => {
  const backend = startBackend();
  const first = backend.token;
  backend.checkpoint(start("STEP", "a"));
  const second = backend.token;
  backend.invoke();
  isStale(backend, first);
  isStale(backend, second);
  expect(refusalOf(() => backend.checkpoint(close("STEP", "a", "SUCCEED")))).toBeUndefined();
});

test.each(["SUCCEEDED", "FAILED"] as const)("after %s every token is refused", (Status) => {
  const backend = startBackend();
  backend.service.answer({ Status });
  expect(refusalOf(() => backend.checkpoint(start("STEP", "a")))).toEqual(STALE_TOKEN);
  expect(refusalOf(() => backend.state())).toEqual(STALE_TOKEN);
});

test("after PENDING the execution goes on", () => {
  const backend = startBackend();
  backend.checkpoint(start("WAIT", "w", { WaitOptions: { WaitSeconds: 1 } }));
  backend.service.answer({ Status: "PENDING" });
  backend.invoke();
  expect(refusalOf(() => backend.checkpoint(start("STEP", "a")))).toBeUndefined();
});
