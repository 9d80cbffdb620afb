/** `check-history` as its users run it: verdicts, exit codes, and what is refused. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RECORD_RULES } from "../model/recorded/rules.ts";
import { writeAwsHistory } from "../reports/aws/write.ts";
import { emptyFolder, runCli } from "./cli-fixture.ts";
import { internalError, rightReplay } from "./report-fixture.ts";

const own = emptyFolder();
function save(name: string, value: unknown): string {
  writeFileSync(join(own, name), JSON.stringify(value));
  return name;
}
const events = writeAwsHistory(rightReplay);

test("a right history of AWS's form holds, as a list and as an object", async () => {
  for (const value of [events, { Events: events, NextMarker: "more" }]) {
    const { code, stdout } = await runCli(["check-history", save("right.json", value)], own);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^holds {3}right\.json {3}\d+ events\n/),
    ]);
  }
});

test("a wrong one is broken at its first impossible event", async () => {
  const wrong = events.flatMap((event) =>
    event.EventType === "StepFailed" ? [event, event] : [event],
  );
  const numbered = wrong.map((event, index) => ({ ...event, EventId: index + 1 }));
  const { code, stdout } = await runCli(["check-history", save("wrong.json", numbered)], own);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^broken {3}wrong\.json/);
  expect(stdout).toContain("Rule      ends-what-is-open");
  expect(stdout).toMatch(/\n {2}> {4}\d StepFailed|\n {2}> {4,5}\d {2}StepFailed/);
});

test("one that lacks events is unknown, and --json is only JSON", async () => {
  const file = save("gap.json", events.toSpliced(2, 1));
  const { code, stdout } = await runCli(["check-history", file, "--json"], own);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "unknown", missing: ["the events 3"] });
});

test("a counterexample's history is judged again", async () => {
  const { code, stdout } = await runCli(["check-history", save("ce.json", internalError)], own);
  expect(code).toBe(1);
  expect(stdout).toContain("Rule      ");
});

test.each([
  [["no.json"], "no.json: is not there; accepted is a JSON file."],
  [
    ["a.json", "--except", "luck"],
    `--except: found "luck"; accepted is ${Object.keys(RECORD_RULES).join(", ")}.`,
  ],
  [
    ["a.json"],
    'a.json: at format: found "x"; accepted is "durable-conformance/history" or "durable-conformance/counterexample".',
  ],
  [["b.json"], "b.json: at [0].EventId: found nothing; accepted is a number."],
])("%j is refused", async (words, sentence) => {
  save("a.json", { format: "x" });
  save("b.json", [{ EventType: "StepStarted" }]);
  const { code, stdout, stderr } = await runCli(["check-history", ...words], own);
  expect([code, stdout, stderr]).toEqual([64, "", `durable-conformance: ${sentence}\n`]);
});

test("the document has every rule", () => {
  const document = readFileSync(new URL("../docs/recorded-histories.md", import.meta.url), "utf8");
  for (const [rule, sentence] of Object.entries(RECORD_RULES)) {
    expect(document).toContain(`| \`${rule}\` | ${sentence} |`);
  }
});
