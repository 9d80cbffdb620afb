/** Children of a completed context are left out of the log that is sent, unless it asks for them. */
import { expect, test } from "vitest";
import { close, idsOf, start, startBackend } from "./backend-fixture.ts";

const child = (id: string, ParentId: string) => start("STEP", id, { ParentId });
const context = (id: string, ParentId?: string) =>
  start("CONTEXT", id, ParentId === undefined ? {} : { ParentId });
const replayed = { ContextOptions: { ReplayChildren: true } };

test("children of a context that runs are sent", () => {
  const backend = startBackend();
  backend.checkpoint(context("c"), child("s", "c"));
  expect(idsOf(backend.invoke().Operations)).toEqual(["execution", "c", "s"]);
});

test.each(["SUCCEED", "FAIL"] as const)(
  "children of a context are not sent after its %s",
  (action) => {
    const backend = startBackend();
    backend.checkpoint(
      context("c"),
      child("s", "c"),
      start("STEP", "after"),
      close("CONTEXT", "c", action),
    );
    expect(idsOf(backend.invoke().Operations)).toEqual(["execution", "c", "after"]);
  },
);

test("children of a context that says ReplayChildren are sent", () => {
  const backend = startBackend();
  backend.checkpoint(context("c"), child("s", "c"), close("CONTEXT", "c", "SUCCEED", replayed));
  const { Operations } = backend.invoke();
  expect(idsOf(Operations)).toEqual(["execution", "c", "s"]);
  expect(Operations[1]?.ContextDetails?.ReplayChildren).toBe(true);
});

test("everything below a completed context is left out, however deep and in whatever state", () => {
  const backend = startBackend();
  backend.checkpoint(context("outer"), context("inner", "outer"), child("s", "inner"));
  backend.checkpoint(close("CONTEXT", "outer", "SUCCEED"));
  expect(idsOf(backend.invoke().Operations)).toEqual(["execution", "outer"]);
});

test("ReplayChildren brings back its own children and not those of completed contexts among them", () => {
  const backend = startBackend();
  backend.checkpoint(
    context("outer"),
    context("inner", "outer"),
    child("s", "inner"),
    child("t", "outer"),
  );
  backend.checkpoint(
    close("CONTEXT", "inner", "SUCCEED"),
    close("CONTEXT", "outer", "SUCCEED", replayed),
  );
  expect(idsOf(backend.invoke().Operations)).toEqual(["execution", "outer", "inner", "t"]);
});

test("ReplayChildren below a completed context brings nothing back", () => {
  const backend = startBackend();
  backend.checkpoint(context("outer"), context("inner", "outer"), child("s", "inner"));
  backend.checkpoint(
    close("CONTEXT", "inner", "SUCCEED", replayed),
    close("CONTEXT", "outer", "SUCCEED"),
  );
  expect(idsOf(backend.invoke().Operations)).toEqual(["execution", "outer"]);
});

test("what was pruned still counts as existing", () => {
  const backend = startBackend();
  backend.checkpoint(context("c"), child("s", "c"), close("CONTEXT", "c", "SUCCEED"));
  backend.invoke();
  expect(() => backend.checkpoint(child("s", "c"))).toThrow("Invalid current STEP state to start.");
});
