/** Every update that the service refuses, and in which words (semantics, section 5). */
import { describe, expect, test } from "vitest";
import type { OperationType, UpdateAction, WireUpdate } from "../impl/backend/wire.ts";
import {
  type Backend,
  close,
  invalid,
  refusalOf,
  retry,
  start,
  startBackend,
  wait,
} from "./backend-fixture.ts";

interface Row {
  readonly rule: string;
  /** What the log holds before. */
  readonly given?: (backend: Backend) => void;
  readonly updates: readonly WireUpdate[];
  readonly message: string;
}

const started = (type: OperationType) => (backend: Backend) => {
  backend.checkpoint(start(type, "a"));
};
const closed = (type: OperationType, action: "SUCCEED" | "FAIL") => (backend: Backend) => {
  backend.checkpoint(start(type, "a"), close(type, "a", action));
};
const pending = (backend: Backend) => {
  backend.checkpoint(start("STEP", "a"), retry("a", 60));
};
const waited = (backend: Backend) => {
  backend.checkpoint(wait("a", 1));
  backend.pass(1);
};

const TWICE = "Cannot update the same operation twice in a single request.";
const PARENT = "Invalid parent operation id.";
const CLOSE_STEP = "Invalid current STEP state to close.";
const START_STEP = "Invalid current STEP state to start.";
const REATTEMPT = "Invalid current STEP state to re-attempt.";
const CLOSE_CONTEXT = "Invalid current CONTEXT state to close.";
const PAYLOAD = "Cannot provide a Payload for FAIL action.";
const ERROR = "Cannot provide an Error for SUCCEED action.";
const LAST = "EXECUTION checkpoint must be the last update.";
const error = { ErrorType: "Error", ErrorMessage: "no" };

const STARTABLE = ["WAIT", "CALLBACK", "CHAINED_INVOKE"] as const;

const startableRows: readonly Row[] = STARTABLE.flatMap((type) => [
  {
    rule: `${type}: START of one that exists`,
    given: started(type),
    updates: [start(type, "a")],
    message: `Cannot start a ${type} that already exists.`,
  },
  {
    rule: `${type}: CANCEL of none`,
    updates: [close(type, "a", "CANCEL")],
    message: `Cannot cancel a ${type} that does not exist or has already completed.`,
  },
  {
    rule: `${type}: CANCEL of a cancelled one`,
    given: (backend: Backend) => {
      started(type)(backend);
      backend.checkpoint(close(type, "a", "CANCEL"));
    },
    updates: [close(type, "a", "CANCEL")],
    message: `Cannot cancel a ${type} that does not exist or has already completed.`,
  },
  ...(["SUCCEED", "FAIL", "RETRY"] as const).map((action) => ({
    rule: `${type}: ${action}`,
    given: started(type),
    updates: [close(type, "a", action)],
    message: `Invalid ${type} action.`,
  })),
  {
    rule: `${type}: START and CANCEL in one call`,
    updates: [start(type, "a"), close(type, "a", "CANCEL")],
    message: TWICE,
  },
]);

const stepRows: readonly Row[] = [
  {
    rule: "START of STARTED",
    given: started("STEP"),
    updates: [start("STEP", "a")],
    message: START_STEP,
  },
  { rule: "START of PENDING", given: pending, updates: [start("STEP", "a")], message: START_STEP },
  ...(["SUCCEED", "FAIL"] as const).flatMap((ending): Row[] => [
    {
      rule: `START after ${ending}`,
      given: closed("STEP", ending),
      updates: [start("STEP", "a")],
      message: START_STEP,
    },
    ...(["SUCCEED", "FAIL"] as const).map((action) => ({
      rule: `${action} after ${ending}`,
      given: closed("STEP", ending),
      updates: [close("STEP", "a", action)],
      message: CLOSE_STEP,
    })),
    {
      rule: `${ending} of PENDING`,
      given: pending,
      updates: [close("STEP", "a", ending)],
      message: CLOSE_STEP,
    },
    {
      rule: `RETRY after ${ending}`,
      given: closed("STEP", ending),
      updates: [retry("a", 1)],
      message: REATTEMPT,
    },
  ]),
  { rule: "RETRY of PENDING", given: pending, updates: [retry("a", 1)], message: REATTEMPT },
  {
    rule: "RETRY without StepOptions",
    given: started("STEP"),
    updates: [close("STEP", "a", "RETRY")],
    message: "Invalid StepOptions for the given action.",
  },
  {
    rule: "RETRY with error and payload",
    given: started("STEP"),
    updates: [retry("a", 1, { Error: error, Payload: "1" })],
    message: "Cannot provide both error and payload to RETRY a STEP.",
  },
  {
    rule: "CANCEL",
    given: started("STEP"),
    updates: [close("STEP", "a", "CANCEL")],
    message: "Invalid STEP action.",
  },
].map((row) => ({ ...row, rule: `STEP: ${row.rule}` }));

const contextRows: readonly Row[] = [
  {
    rule: "CONTEXT: START of one that exists",
    given: started("CONTEXT"),
    updates: [start("CONTEXT", "a")],
    message: "Cannot start a CONTEXT that already exists.",
  },
  ...(["SUCCEED", "FAIL"] as const).flatMap((action): Row[] => [
    {
      rule: `CONTEXT: ${action} of none`,
      updates: [close("CONTEXT", "a", action)],
      message: CLOSE_CONTEXT,
    },
    ...(["SUCCEED", "FAIL"] as const).map((ending) => ({
      rule: `CONTEXT: ${action} after ${ending}`,
      given: closed("CONTEXT", ending),
      updates: [close("CONTEXT", "a", action)],
      message: CLOSE_CONTEXT,
    })),
  ]),
  ...(["RETRY", "CANCEL"] as const).map((action) => ({
    rule: `CONTEXT: ${action}`,
    given: started("CONTEXT"),
    updates: [close("CONTEXT", "a", action)],
    message: "Invalid CONTEXT action.",
  })),
];

const payloadRows: readonly Row[] = (["STEP", "CONTEXT", "EXECUTION"] as const).flatMap((type) => {
  const given = type === "EXECUTION" ? {} : { given: started(type) };
  return [
    {
      rule: `${type}: FAIL with a payload`,
      ...given,
      updates: [close(type, "a", "FAIL", { Payload: "1" })],
      message: PAYLOAD,
    },
    {
      rule: `${type}: SUCCEED with an error`,
      ...given,
      updates: [close(type, "a", "SUCCEED", { Error: error })],
      message: ERROR,
    },
  ];
});

const executionRows: readonly Row[] = [
  ...(["START", "RETRY", "CANCEL"] as const).map((Action: UpdateAction) => ({
    rule: `EXECUTION: ${Action}`,
    updates: [{ Id: "execution", Type: "EXECUTION" as const, Action }],
    message: "Invalid EXECUTION action.",
  })),
  {
    rule: "EXECUTION: not last",
    updates: [close("EXECUTION", "e", "SUCCEED"), start("STEP", "a")],
    message: LAST,
  },
  {
    rule: "EXECUTION: more than one",
    updates: [close("EXECUTION", "e", "SUCCEED"), close("EXECUTION", "f", "SUCCEED")],
    message: "Cannot checkpoint multiple EXECUTION updates.",
  },
];

const requestRows: readonly Row[] = [
  {
    rule: "twice: START, START",
    updates: [start("STEP", "a"), start("STEP", "a")],
    message: TWICE,
  },
  {
    rule: "twice: SUCCEED, SUCCEED",
    given: started("STEP"),
    updates: [close("STEP", "a", "SUCCEED"), close("STEP", "a", "SUCCEED")],
    message: TWICE,
  },
  {
    rule: "twice: RETRY, START",
    given: started("STEP"),
    updates: [retry("a", 1), start("STEP", "a")],
    message: TWICE,
  },
  {
    rule: "twice: START, SUCCEED, FAIL",
    updates: [
      start("CONTEXT", "a"),
      close("CONTEXT", "a", "SUCCEED"),
      close("CONTEXT", "a", "FAIL"),
    ],
    message: TWICE,
  },
  { rule: "parent unknown", updates: [start("STEP", "b", { ParentId: "a" })], message: PARENT },
  {
    rule: "parent only later in the call",
    updates: [start("STEP", "b", { ParentId: "a" }), start("CONTEXT", "a")],
    message: PARENT,
  },
  {
    rule: "parent not a context",
    given: started("STEP"),
    updates: [start("STEP", "b", { ParentId: "a" })],
    message: PARENT,
  },
  {
    rule: "parent in the call not a context",
    updates: [start("STEP", "a"), start("STEP", "b", { ParentId: "a" })],
    message: PARENT,
  },
  {
    rule: "error object over 32 KB",
    given: started("STEP"),
    updates: [close("STEP", "a", "FAIL", { Error: { ErrorMessage: "é".repeat(16_384) } })],
    message: "Error object size must be less than 32768 bytes.",
  },
  {
    rule: "unknown type",
    updates: [start("DREAM" as OperationType, "a")],
    message: "Invalid operation type.",
  },
];

describe("the service refuses", () => {
  const rows = [
    ...stepRows,
    ...contextRows,
    ...startableRows,
    ...payloadRows,
    ...executionRows,
    ...requestRows,
  ];
  test.each(rows)("$rule", ({ given, updates, message }) => {
    const backend = startBackend();
    given?.(backend);
    const before = backend.log();
    expect(refusalOf(() => backend.checkpoint(...updates))).toEqual(invalid(message));
    expect(backend.log()).toEqual(before);
  });

  test("a wait that has ended cannot be cancelled", () => {
    const backend = startBackend();
    waited(backend);
    const message = "Cannot cancel a WAIT that does not exist or has already completed.";
    const act = () => backend.checkpoint(close("WAIT", "a", "CANCEL"));
    expect(refusalOf(act)).toEqual(invalid(message));
  });
});
