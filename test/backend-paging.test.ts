/** `GetDurableExecutionState` pages the log; a marker says where the next page starts. */
import { describe, expect, test } from "vitest";
import {
  type Backend,
  close,
  idsOf,
  invalid,
  refusalOf,
  start,
  startBackend,
} from "./backend-fixture.ts";

const STEPS = ["a", "b", "c", "d"];

function fill(backend: Backend): void {
  backend.checkpoint(...STEPS.map((id) => start("STEP", id)));
}

/** The ids of all pages from a first page on, page by page. */
function pagesFrom(backend: Backend, first = backend.invoke()): readonly (readonly string[])[] {
  const pages = [idsOf(first.Operations)];
  let { NextMarker } = first;
  while (NextMarker !== undefined) {
    const page = backend.state(NextMarker);
    pages.push(idsOf(page.Operations));
    NextMarker = page.NextMarker;
  }
  return pages;
}

describe.each([
  [1, [["execution"], ["a"], ["b"], ["c"], ["d"]]],
  [2, [["execution", "a"], ["b", "c"], ["d"]]],
  [5, [["execution", "a", "b", "c", "d"]]],
  [undefined, [["execution", "a", "b", "c", "d"]]],
])("with %s operations a page", (pageSize, pages) => {
  test("every operation is in exactly one page, in order", () => {
    const backend = startBackend(pageSize === undefined ? {} : { pageSize });
    fill(backend);
    expect(pagesFrom(backend)).toEqual(pages);
    expect(pagesFrom(backend, backend.state())).toEqual(pages);
  });
});

test("the first page may be empty", () => {
  const backend = startBackend({ firstPageSize: 0, pageSize: 3 });
  fill(backend);
  expect(pagesFrom(backend)).toEqual([[], ["execution", "a", "b"], ["c", "d"]]);
});

test("a page can be asked for again", () => {
  const backend = startBackend({ pageSize: 2 });
  fill(backend);
  const { NextMarker } = backend.invoke();
  expect(backend.state(NextMarker)).toEqual(backend.state(NextMarker));
});

test.each(["", "x", "-1", "0", "1", "3", "5", "99", "2.0", " 2"])(
  "the unknown marker %j is refused",
  (marker) => {
    const backend = startBackend({ pageSize: 2 });
    fill(backend);
    expect(backend.invoke().NextMarker).toBe("2");
    expect(refusalOf(() => backend.state(marker))).toEqual(invalid("Invalid marker."));
    expect(refusalOf(() => backend.state("2"))).toBeUndefined();
  },
);

test("pages skip and repeat nothing when a context completes between them", () => {
  const backend = startBackend({ pageSize: 2 });
  const child = (id: string) => start("STEP", id, { ParentId: "context" });
  backend.checkpoint(start("CONTEXT", "context"), child("a"), child("b"), start("STEP", "after"));
  const { NextMarker } = backend.invoke();
  backend.checkpoint(close("CONTEXT", "context", "SUCCEED"));
  expect(idsOf(backend.state(NextMarker).Operations)).toEqual(["after"]);
});
