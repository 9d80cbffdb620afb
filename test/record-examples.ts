/** Records that break one rule each, made from right ones by a small edit. */

import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { RecordedEvent, RecordedHistory } from "../model/recorded/event.ts";
import type { RecordRule } from "../model/recorded/rules.ts";
import { simulate } from "../model/simulate.ts";
import { readAwsHistory } from "../reports/aws/read.ts";
import { writeAwsHistory } from "../reports/aws/write.ts";
import { caseOf, step, THROWS_ONCE, wait } from "./small-cases.ts";

export function recordOf(case_: Case): RecordedHistory {
  const history = simulate(case_, awsGuarantees);
  return readAwsHistory(writeAwsHistory({ case: case_, history })).record;
}

/** A step that fails, is tried again after 5 s, and succeeds; then a wait of 5 s. */
const RETRIED = recordOf(
  caseOf([
    step("charge", { ...THROWS_ONCE, retry: { policy: "limited", attempts: 2, delaySeconds: 5 } }),
    wait("settle", 5),
  ]),
);
/** A context with a step in it, and a step after it. */
const NESTED = recordOf(
  caseOf([
    { kind: "child", name: "order", operations: [step("ship")], onError: "throw" },
    step("notify"),
  ]),
);
const BATCH = recordOf(
  caseOf([
    {
      kind: "parallel",
      name: "both",
      branches: [{ operations: [step("left")] }, { operations: [step("right")] }],
    },
  ]),
);
export const ALL: readonly RecordedHistory[] = [RETRIED, NESTED, BATCH];

interface RecordExample {
  readonly rule: RecordRule;
  readonly record: RecordedHistory;
  /** The number of the event that breaks it. */
  readonly at: number;
}

/** The place of the `nth` event of this kind, of this operation if one is named. */
function find(record: RecordedHistory, kind: RecordedEvent["kind"], id?: string, nth = 1): number {
  let left = nth;
  const index = record.findIndex((event) => {
    const isIt = event.kind === kind && (id === undefined || ("id" in event && event.id === id));
    if (isIt) left -= 1;
    return isIt && left === 0;
  });
  if (index === -1) throw new Error(`No ${kind} of ${id}`);
  return index;
}

function change(record: RecordedHistory, index: number, fields: object): RecordedHistory {
  return record.with(index, { ...record[index], ...fields } as RecordedEvent);
}

/** Without the event, or with another before it; numbered anew. */
function splice(
  record: RecordedHistory,
  index: number,
  count: number,
  ...events: readonly RecordedEvent[]
): RecordedHistory {
  return record
    .toSpliced(index, count, ...events)
    .map((event, place) => ({ ...event, number: place + 1 }));
}

function edited(
  rule: RecordRule,
  record: RecordedHistory,
  kind: RecordedEvent["kind"],
  id: string | undefined,
  nth: number,
  fields: object,
): RecordExample {
  const index = find(record, kind, id, nth);
  return { rule, record: change(record, index, fields), at: index + 1 };
}

function endOf(record: RecordedHistory, id: string): RecordedEvent {
  return record[find(record, "operation-ended", id)] as RecordedEvent;
}

const suspended = find(RETRIED, "invocation-completed");
const answered = find(NESTED, "invocation-completed");
const shipped = find(NESTED, "operation-ended", "order");
const again = find(RETRIED, "operation-started", "charge", 2);

export const EXAMPLES: readonly RecordExample[] = [
  edited("events-in-order", RETRIED, "operation-ended", "settle", 1, { at: 0 }),
  {
    rule: "one-start-and-one-end",
    record: splice(NESTED, NESTED.length, 0, NESTED.at(-1) as RecordedEvent),
    at: NESTED.length + 1,
  },
  edited("operation-keeps-its-identity", NESTED, "operation-ended", "ship", 1, { name: "other" }),
  {
    rule: "parent-is-open",
    record: splice(NESTED, shipped + 1, 0, {
      ...(NESTED[find(NESTED, "operation-started", "ship")] as RecordedEvent),
      at: NESTED[shipped]?.at,
      id: "late",
      name: "late",
    } as RecordedEvent),
    at: shipped + 2,
  },
  {
    rule: "started-once",
    record: splice(NESTED, 2, 0, NESTED[1] as RecordedEvent),
    at: 3,
  },
  {
    rule: "ends-what-is-open",
    record: splice(NESTED, shipped + 1, 0, endOf(NESTED, "order")),
    at: shipped + 2,
  },
  edited("attempts-rise-with-retries", RETRIED, "operation-ended", "charge", 2, { attempt: 1 }),
  {
    rule: "retries-not-before-their-delay",
    record: RETRIED.map((event, index) => {
      return index < again || event.at === undefined ? event : { ...event, at: event.at - 1_000 };
    }),
    at: again + 1,
  },
  {
    rule: "waits-not-early",
    record: RETRIED.map((event, index) => {
      const ended = find(RETRIED, "operation-ended", "settle");
      return index < ended || event.at === undefined ? event : { ...event, at: event.at - 1 };
    }),
    at: find(RETRIED, "operation-ended", "settle") + 1,
  },
  {
    rule: "records-while-an-invocation-runs",
    record: splice(RETRIED, suspended + 1, 0, {
      ...(RETRIED[1] as RecordedEvent),
      at: RETRIED[suspended]?.at,
      id: "other",
      name: "other",
    } as RecordedEvent),
    at: suspended + 2,
  },
  {
    rule: "suspends-with-something-pending",
    record: splice(NESTED, shipped, 0, {
      ...(NESTED[answered] as RecordedEvent),
      at: NESTED[shipped]?.at,
    }),
    at: shipped + 2,
  },
  {
    rule: "ends-with-an-answer",
    record: splice(NESTED, answered, 1),
    at: answered + 1,
  },
  edited("batch-agrees-with-its-branches", BATCH, "operation-ended", "both", 1, {
    result: JSON.stringify({
      all: [
        { index: 0, status: "SUCCEEDED" },
        { index: 1, status: "FAILED" },
      ],
      completionReason: "ALL_COMPLETED",
    }),
  }),
];
