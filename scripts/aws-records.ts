/**
 * The recorded and the expected histories of AWS in the folder shared/ beside the checkout. They are
 * not ours to keep here; where they are absent, the tests that use them are skipped.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { RecordedHistory } from "../model/recorded/event.ts";
import type { AwsHistory } from "../reports/aws/history.ts";
import { readAwsHistory } from "../reports/aws/read.ts";

function folder(name: string): string | undefined {
  const places = [process.env.AWS_RECORDS, "../../shared"];
  return places
    .filter((place) => place !== undefined)
    .map((place) =>
      place.startsWith("/")
        ? `${place}/${name}`
        : fileURLToPath(new URL(`${place}/${name}`, import.meta.url)),
    )
    .find((path) => existsSync(path));
}

export const HISTORIES = folder("aws-histories");
export const REQUIREMENTS = folder("aws-requirements");

export function told(path: string | undefined, what: string): boolean {
  if (path === undefined) console.warn(`No ${what} in ../shared: its tests are skipped.`);
  return path !== undefined;
}

/** The names of the recorded histories. */
export function historyNames(): readonly string[] {
  if (HISTORIES === undefined) return [];
  return readdirSync(HISTORIES)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(".history.json", ""))
    .toSorted();
}

export function readHistory(name: string): AwsHistory {
  return JSON.parse(readFileSync(`${HISTORIES}/${name}.history.json`, "utf8"));
}

export interface Requirement {
  /** Such as `4-10`. */
  readonly id: string;
  /** Such as `callback`. */
  readonly suite: string;
  /**
   * Its expected history as a record without times, with the start and the end that the pattern
   * leaves out, as far as the expected result says how the execution ends.
   */
  readonly record: RecordedHistory;
}

export function requirements(): readonly Requirement[] {
  if (REQUIREMENTS === undefined) return [];
  return readdirSync(REQUIREMENTS, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => {
      const { ExpectedExecutionHistory, ExpectedResult } = parse(
        readFileSync(`${REQUIREMENTS}/${name}`, "utf8"),
      );
      const expected = (ExpectedExecutionHistory ?? []) as readonly Record<string, unknown>[];
      const start = { EventType: "ExecutionStarted", EventId: 1 };
      const shown = [start, ...expected.map(withoutWildcards)] as AwsHistory;
      const events = [...shown, ...endOf(shown, ExpectedResult?.ExecutionStatus)];
      const { record, unknown } = readAwsHistory(events);
      if (unknown !== undefined) throw new Error(`${name}: ${unknown.EventType}`);
      const [suite = "", id = ""] = name.replace(/\.yaml$/, "").split("/");
      return { id, suite, record };
    });
}

/**
 * The end of the execution, where the pattern stops right before it. One that stops earlier leaves
 * open what comes between.
 */
function endOf(shown: AwsHistory, status: unknown): AwsHistory {
  const last = shown.at(-1);
  const how = status === "SUCCEEDED" ? "Succeeded" : status === "FAILED" ? "Failed" : undefined;
  if (last?.EventType !== "InvocationCompleted" || how === undefined) return [];
  return [{ EventType: `Execution${how}`, EventId: last.EventId + 1 }];
}

/** What may be anything is left out; so is what has to match a pattern. */
function withoutWildcards(event: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(event).flatMap(([key, value]): [string, unknown][] => {
    const isPattern = typeof value === "string" && value.startsWith("${/");
    // There is a delay, whichever: details without one would say that there is none.
    if (key === "NextAttemptDelaySeconds" && (value === "*" || isPattern)) return [[key, 0]];
    if (value === "*" || isPattern) return [];
    const isObject = typeof value === "object" && value !== null;
    return [[key, isObject ? withoutWildcards(value as Record<string, unknown>) : value]];
  });
  // Details that say nothing at all are left open by the pattern, and not empty.
  const open = entries.filter(([key, value]) => {
    return !(key.endsWith("Details") && Object.keys(value as object).length === 0);
  });
  return Object.fromEntries(open);
}
