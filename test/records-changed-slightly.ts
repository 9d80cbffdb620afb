/** A record with each small change at some of its events. */
import type { RecordedEvent, RecordedHistory } from "../model/recorded/event.ts";

/** Each gives the record changed at one event, if it can be. */
type Change = (record: RecordedHistory, at: number) => RecordedHistory | undefined;

/** What a field may be instead, whatever it was. */
const INSTEAD: Readonly<Record<string, readonly unknown[]>> = {
  of: ["step", "wait", "context", "callback", "invoke"],
  id: ["another"],
  parent: [undefined, "another"],
  name: [undefined, "another"],
  subtype: [undefined, "Parallel", "ParallelBranch", "Map", "Step", "WaitForCondition"],
  status: ["SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"],
  seconds: [undefined, 1_000],
  attempt: [undefined, 1, 2, 3],
  retry: [undefined, "none", 1, 1_000],
  result: [undefined, "no JSON", "{}", ...results()],
  failed: [undefined, true, false],
  at: [undefined],
};

/** What a batch may say of its branches. */
function results(): readonly string[] {
  const ended = (...statuses: readonly unknown[]) =>
    statuses.map((status, index) => ({ index, status }));
  const all = [
    [],
    ended("SUCCEEDED"),
    ended("FAILED"),
    ended("STARTED"),
    ended("SUCCEEDED", "SUCCEEDED"),
    ended("SUCCEEDED", "STARTED"),
    ended("SUCCEEDED", "FAILED", "STARTED"),
    ended("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"),
    ended(1),
    [{ status: "SUCCEEDED" }],
    "no list",
  ];
  const reasons = ["ALL_COMPLETED", "MIN_SUCCESSFUL_REACHED", undefined];
  return all.flatMap((items) =>
    reasons.map((completionReason) => JSON.stringify({ all: items, completionReason })),
  );
}

const CHANGES: readonly Change[] = [
  (record, at) => record.toSpliced(at, 1),
  (record, at) => numbered(record.toSpliced(at, 1)),
  (record, at) => record.toSpliced(at, 0, record[at] as RecordedEvent),
  (record, at) => numbered(record.toSpliced(at, 0, record[at] as RecordedEvent)),
  (record, at) => numbered([...record, record[at] as RecordedEvent]),
  (record, at) => numbered(record.toSpliced(at, 2, ...record.slice(at, at + 2).toReversed())),
  (record, at) =>
    numbered(inTime(record.toSpliced(at, 2, ...record.slice(at, at + 2).toReversed()))),
  (record, at) => numbered(inTime([...record.toSpliced(at, 1), record[at] as RecordedEvent])),
  (record, at) => numbered(inTime([record[at] as RecordedEvent, ...record.toSpliced(at, 1)])),
  ...[-60_000, -1_000, -1, 1, 1_000].flatMap((by): readonly Change[] => [
    (record, at) => record.with(at, later(record[at] as RecordedEvent, by)),
    (record, at) => record.map((event, index) => (index < at ? event : later(event, by))),
  ]),
  ...Object.entries(INSTEAD).flatMap(([field, values]) =>
    values.map((value): Change => {
      return (record, at) => {
        const event = record[at] as RecordedEvent;
        if (!(field in event) || event[field as never] === value) return undefined;
        return record.with(at, { ...event, [field]: value });
      };
    }),
  ),
];

function numbered(record: RecordedHistory): RecordedHistory {
  return record.map((event, index) => ({ ...event, number: index + 1 }));
}

/** With the times that the right record has in these places. */
function inTime(record: RecordedHistory): RecordedHistory {
  const times = record.map(({ at }) => at ?? 0).toSorted((one, other) => one - other);
  return record.map((event, index) => ({ ...event, at: times[index] }));
}

function later(event: RecordedEvent, by: number): RecordedEvent {
  return { ...event, at: event.at === undefined ? undefined : event.at + by };
}

/** Each change is made at one event in this many, each at others. */
const ONE_IN = 3;

export function recordsChangedSlightly(record: RecordedHistory): readonly RecordedHistory[] {
  const changed = CHANGES.flatMap((change, index) =>
    record.map((_, at) => (at % ONE_IN === index % ONE_IN ? change(record, at) : undefined)),
  );
  return changed.filter((each) => each !== undefined);
}
