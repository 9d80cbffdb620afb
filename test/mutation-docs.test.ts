/** What the document says of mutation testing is what was measured. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type MeasuredFile,
  MUTATION_JSON,
  MUTATION_MARKDOWN,
  ROOMS,
  renderMutationMarkdown,
} from "../scripts/mutation-table.ts";

const measured: readonly MeasuredFile[] = JSON.parse(readFileSync(MUTATION_JSON, "utf8"));

test("the tables are those of what was measured", () => {
  const document = readFileSync(MUTATION_MARKDOWN, "utf8");
  expect(renderMutationMarkdown(document, measured)).toBe(document);
});

test("each measured file is there, once", () => {
  const files = measured.map(({ file }) => file);
  expect(new Set(files).size).toBe(files.length);
  expect(ROOMS.flatMap((room) => room.files)).toEqual(expect.arrayContaining(files));
});
