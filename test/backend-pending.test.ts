/** An invocation may answer PENDING only if something will wake the execution up again. */
import { describe, expect, test } from "vitest";
import {
  type Backend,
  close,
  invalid,
  makeReady,
  refusalOf,
  retry,
  start,
  startBackend,
  wait,
} from "./backend-fixture.ts";

const REFUSED = invalid("Cannot return PENDING status with no pending operations.");
type Given = readonly [string, (backend: Backend) => void];

const answerPending = (backend: Backend) =>
  refusalOf(() => backend.service.answer({ Status: "PENDING" }));

describe("PENDING is refused with", () => {
  const rows: readonly Given[] = [
    ["nothing at all", () => {}],
    ["a step that is STARTED", (backend) => backend.checkpoint(start("STEP", "a"))],
    ["a context that is STARTED", (backend) => backend.checkpoint(start("CONTEXT", "a"))],
    [
      "operations that are over",
      (backend) =>
        backend.checkpoint(
          close("STEP", "a", "SUCCEED"),
          close("STEP", "b", "FAIL"),
          start("CONTEXT", "c"),
          close("CONTEXT", "c", "SUCCEED"),
        ),
    ],
    [
      "a wait that is over, as the engine has been told",
      (backend) => {
        backend.checkpoint(wait("a", 1));
        backend.pass(1);
        backend.checkpoint();
      },
    ],
    [
      "a wait that is cancelled",
      (backend) => {
        backend.checkpoint(wait("a", 1));
        backend.checkpoint(close("WAIT", "a", "CANCEL"));
      },
    ],
  ];
  test.each(rows)("%s", (_, given) => {
    const backend = startBackend();
    given(backend);
    expect(answerPending(backend)).toEqual(REFUSED);
  });
});

describe("PENDING is taken with", () => {
  const rows: readonly Given[] = [
    ["a wait", (backend) => backend.checkpoint(wait("a", 1))],
    ["a step that is PENDING", (backend) => backend.checkpoint(retry("a", 1))],
    [
      "a step that is READY, as the engine has been told",
      (backend) => {
        makeReady(backend, "a");
        backend.checkpoint();
      },
    ],
    ["a callback", (backend) => backend.checkpoint(start("CALLBACK", "a"))],
    ["an invoke", (backend) => backend.checkpoint(start("CHAINED_INVOKE", "a"))],
    [
      "a wait that has ended without the engine knowing",
      (backend) => {
        backend.checkpoint(wait("a", 1));
        backend.pass(1);
      },
    ],
  ];
  test.each(rows)("%s", (_, given) => {
    const backend = startBackend();
    given(backend);
    expect(answerPending(backend)).toBeUndefined();
  });
});
