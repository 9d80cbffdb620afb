/** The table that a reader would draw from the logs of a run: a row for each invocation. */
import type { Event, History } from "../model/history.ts";

export interface ScenarioRow {
  readonly invocation: number;
  /** The attempt that the step was at; the last one if it moved on. */
  readonly attempt: number;
  readonly bodyRan: boolean;
  /** What the retry strategy decided in this invocation, if it was asked. */
  readonly asked: "no" | "retry" | "stop";
  /** `timeout`, `crash`, `PENDING`, `SUCCEEDED`, `FAILED`, or `execution timeout`. */
  readonly ended: string;
}

export interface ScenarioTable {
  readonly rows: readonly ScenarioRow[];
  readonly status: string;
  /** Starts of each body over the whole execution. */
  readonly starts: Readonly<Record<string, number>>;
}

export function tabulate(history: History, step: string): ScenarioTable {
  const rows: ScenarioRow[] = [];
  const starts: Record<string, number> = {};
  let attempt = 1;
  let row: ScenarioRow | undefined;
  const close = (ended: string) => {
    if (row !== undefined) rows.push({ ...row, ended });
    row = undefined;
  };
  for (const event of history) {
    if (event.kind === "body-entered") {
      starts[event.operation] = (starts[event.operation] ?? 0) + 1;
    }
    if (event.kind === "invocation-started") {
      row = { invocation: event.invocation, attempt, bodyRan: false, asked: "no", ended: "" };
    }
    if (row !== undefined) row = addEvent(row, event, step);
    if (event.kind === "checkpoint-recorded") {
      attempt += event.updates.filter(
        (update) => update.operation === step && update.action === "RETRY",
      ).length;
    }
    if (event.kind === "answer-accepted") close(event.answer.kind);
    if (event.kind === "interrupted")
      close(event.why === "invocation-timeout" ? "timeout" : "crash");
    if (event.kind === "execution-ended") close("execution timeout");
  }
  const last = history.at(-1);
  const status = last?.kind === "execution-ended" ? last.status : "RUNNING";
  return { rows, status, starts };
}

/** An engine's own default strategy is not watched: what it decided shows in what is recorded. */
function addEvent(row: ScenarioRow, event: Event, step: string): ScenarioRow {
  if (event.kind === "body-entered" && event.operation === step) return { ...row, bodyRan: true };
  if (event.kind !== "checkpoint-requested") return row;
  for (const { operation, action } of event.updates) {
    if (operation !== step) continue;
    if (action === "RETRY") return { ...row, asked: "retry" };
    if (action === "FAIL") return { ...row, asked: "stop" };
  }
  return row;
}
