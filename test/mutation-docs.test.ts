/** What the document says of mutation testing is what was measured. */
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { testsFor } from "../scripts/mutation/fast-tests.ts";
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

describe("what is not measured is told", () => {
  const document = readFileSync(MUTATION_MARKDOWN, "utf8");
  const all = ROOMS.flatMap((room) => room.files).map(
    (file): MeasuredFile => ({
      file,
      sha256: "",
      failing: 1,
      endless: 0,
      survivors: [],
      errors: [],
    }),
  );
  const without = (fits: (file: string) => boolean) =>
    renderMutationMarkdown(
      document,
      all.filter(({ file }) => !fits(file)),
    );

  test("by the number of files in each folder", () => {
    const suite = all.filter(({ file }) => file.startsWith("properties/suite/")).length;
    const text = without(
      (file) => file === "properties/story.ts" || file.startsWith("properties/suite/"),
    );
    expect(text).toContain(
      `nothing is claimed of them: 1 of the ${countIn("properties")} in \`properties/\`, all ${suite} in \`properties/suite/\`.`,
    );
  });

  test("and that nothing is left, where that is so", () => {
    expect(without(() => false)).toContain("Every file of the three has been measured.");
  });

  function countIn(folder: string): number {
    return all.filter(({ file }) => dirname(file) === folder).length;
  }
});

test("a pattern has the tests of all the rooms that it goes over", () => {
  const whole = testsFor(["properties/**/*.ts"]);
  for (const part of [
    "properties/shrink/*.ts",
    "properties/exhaustive/*.ts",
    "properties/all.ts",
  ]) {
    expect(testsFor([part]).length).toBeGreaterThan(0);
    expect(whole).toEqual(expect.arrayContaining([...testsFor([part])]));
  }
});

test("the tests that judge mutants are there", () => {
  for (const name of testsFor(["impl/embedded/**/*.ts", "properties/**/*.ts", "model/**/*.ts"])) {
    expect(existsSync(new URL(`./${name}.test.ts`, import.meta.url)), name).toBe(true);
  }
});
