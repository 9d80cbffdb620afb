/** docs/exploration.md says what was measured, and the smallest of it is what comes out today. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  EXPLORATION_JSON,
  EXPLORATION_MARKDOWN,
  type Measured,
  withExploration,
} from "../scripts/exploration-table.ts";
import { COMMANDS, measure } from "../scripts/measure-exploration.ts";

const document = readFileSync(EXPLORATION_MARKDOWN, "utf8");
const measured: readonly Measured[] = JSON.parse(readFileSync(EXPLORATION_JSON, "utf8"));

test("the document has the tables (npm run exploration -- --render renews them)", () => {
  expect(withExploration(document, measured)).toBe(document);
});

test("everything was measured to its end, and only what is known broke", () => {
  expect(measured.map(({ command }) => command)).toEqual(COMMANDS);
  for (const each of measured) {
    if (each.kind === "model") {
      expect(each).toMatchObject({ workflowsExplored: each.workflows, violations: 0 });
    } else {
      expect(each.workflowsDone).toBe(each.workflows);
      const broken = each.command.endsWith("aws-sdk@1.1.7");
      expect(each.broken.includes("interruption-reaches-handler")).toBe(broken);
    }
  }
});

test("the smallest exploration comes to the same counts again", { timeout: 120_000 }, () => {
  const [before] = measured;
  if (before?.kind !== "model") throw new Error("The first is of the model");
  const { seconds: _, residentMegabytes: __, ...counts } = before;
  expect(measure(before.command)).toMatchObject(counts);
});
