/** The updates nearest to the refused ones, which the service takes (semantics, section 5). */
import { describe, expect, test } from "vitest";
import type { OperationType, WireUpdate } from "../impl/backend/wire.ts";
import {
  type Backend,
  close,
  makeReady,
  refusalOf,
  retry,
  start,
  startBackend,
} from "./backend-fixture.ts";

interface Row {
  readonly rule: string;
  /** What the log holds before. */
  readonly given?: (backend: Backend) => void;
  readonly updates: readonly WireUpdate[];
}

const started = (type: OperationType) => (backend: Backend) => {
  backend.checkpoint(start(type, "a"));
};

describe("the service takes", () => {
  const takes: readonly Row[] = [
    {
      rule: "START of a READY step",
      given: (backend) => makeReady(backend, "a"),
      updates: [start("STEP", "a")],
    },
    ...(["SUCCEED", "FAIL"] as const).flatMap((action) => [
      { rule: `${action} of no step`, updates: [close("STEP", "a", action)] },
      {
        rule: `${action} of a STARTED step`,
        given: started("STEP"),
        updates: [close("STEP", "a", action)],
      },
      {
        rule: `${action} of a READY step`,
        given: (backend: Backend) => makeReady(backend, "a"),
        updates: [close("STEP", "a", action)],
      },
      {
        rule: `START and ${action} of a step`,
        updates: [start("STEP", "a"), close("STEP", "a", action)],
      },
      {
        rule: `START and ${action} of a context`,
        updates: [start("CONTEXT", "a"), close("CONTEXT", "a", action)],
      },
    ]),
    { rule: "RETRY of no step", updates: [retry("a", 1)] },
    { rule: "RETRY of a STARTED step", given: started("STEP"), updates: [retry("a", 1)] },
    {
      rule: "RETRY of a READY step",
      given: (backend) => makeReady(backend, "a"),
      updates: [retry("a", 1)],
    },
    { rule: "CANCEL of a wait", given: started("WAIT"), updates: [close("WAIT", "a", "CANCEL")] },
    {
      rule: "a parent started earlier in the call",
      updates: [start("CONTEXT", "a"), start("STEP", "b", { ParentId: "a" })],
    },
    {
      rule: "a parent started and closed earlier in the call",
      updates: [
        start("CONTEXT", "a"),
        close("CONTEXT", "a", "SUCCEED"),
        start("STEP", "b", { ParentId: "a" }),
      ],
    },
    {
      rule: "an error object of 32 KB",
      updates: [close("STEP", "a", "FAIL", { Error: { ErrorMessage: "x".repeat(32_768 - 19) } })],
    },
    { rule: "nothing: a poll", updates: [] },
    {
      rule: "an EXECUTION update at the end",
      updates: [start("STEP", "a"), close("EXECUTION", "e", "SUCCEED")],
    },
  ];
  test.each(takes)("$rule", ({ given, updates }) => {
    const backend = startBackend();
    given?.(backend);
    expect(refusalOf(() => backend.checkpoint(...updates))).toBeUndefined();
  });
});
