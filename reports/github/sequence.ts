/** A timeline as a Mermaid sequence diagram: user code, engine and log, and what passes between them. */
import type { Column, EventColumn, Timeline } from "../timeline.ts";
import { mermaid } from "./markdown.ts";

/** GitHub draws no diagram of over 500 arrows, and nobody reads one of over 60. */
const LONGEST = 60;

export function renderSequence({ columns }: Timeline): string {
  const shown = columns.slice(-LONGEST);
  const left = columns.length - shown.length;
  return [
    "sequenceDiagram",
    "  participant user as user code",
    "  participant engine",
    "  participant log as service and log",
    ...(left === 0 ? [] : [`  Note over user,log: ${left} earlier events are left out`]),
    ...shown.flatMap(lines),
  ].join("\n");
}

function lines(column: Column): readonly string[] {
  if (column.kind === "cut") return [`  Note over user,log: ${column.label.toUpperCase()}`];
  if (column.instead === undefined) return [line(column)];
  return [
    "  rect rgb(246, 200, 195)",
    `  ${line(column)}`,
    `    Note over user,log: first divergence, op ${column.op}`,
    "  end",
  ];
}

function line({ op, words, starts, replayed }: EventColumn): string {
  const { verb, subject, detail } = words;
  const message = mermaid(
    [op, verb, subject, detail === "ok" ? "" : detail, replayed ? "(replayed)" : ""]
      .filter((part) => part !== "")
      .join(" "),
  );
  if (starts !== undefined) return `  Note over user,log: invocation ${starts}`;
  const arrow = ARROWS[verb];
  return arrow === undefined ? `  Note over engine: ${message}` : `  ${arrow}: ${message}`;
}

const ARROWS: Readonly<Record<string, string>> = {
  call: "user->>engine",
  run: "engine->>user",
  return: "user-->>engine",
  throw: "user-->>engine",
  ask: "engine->>user",
  give: "engine->>user",
  finish: "user-->>engine",
  write: "engine->>log",
  record: "log->>log",
  reply: "log-->>engine",
  refuse: "log-->>engine",
  poll: "engine->>log",
  timer: "log->>log",
  outside: "log->>log",
  answer: "engine->>log",
  accept: "log-->>engine",
  end: "log->>log",
};
