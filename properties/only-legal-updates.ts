import type { Update } from "../model/history.ts";
import { type Broken, broken, holdsIf, type Property } from "./property.ts";
import type { Story } from "./story.ts";

export const onlyLegalUpdates: Property = {
  id: "only-legal-updates",
  sentence:
    "Every checkpoint call is one that the service takes: legal for the status of each operation, one call in flight, at most 250 updates, the end of the execution once and last.",
  source: "semantics 5, validation",
  check(story) {
    const log = new Map<string, Status>();
    let exercised = false;
    let open = false;
    for (const [index, event] of story.history.entries()) {
      switch (event.kind) {
        case "checkpoint-requested": {
          exercised = true;
          if (open) {
            const found = "sent a second call before the first was answered";
            return broken(index, undefined, "second-call", "one call in flight", found);
          }
          if (event.updates.length > 250) {
            const found = `sent ${event.updates.length}`;
            return broken(index, undefined, "too-many", "at most 250 updates in a call", found);
          }
          open = true;
          // Then none is taken any more: what is sent of operations that nobody awaited is lost.
          if (log.get(EXECUTION) === "closed" && !event.updates.some(isEndOfAll)) break;
          const illegal = apply(new Trial(log), event.updates, index);
          if (illegal !== undefined) return illegal;
          break;
        }
        case "checkpoint-recorded": {
          const illegal = apply(log, event.updates, index);
          if (illegal !== undefined) return illegal;
          break;
        }
        case "checkpoint-refused": {
          const [update] = event.updates;
          const expected = "only updates that the service takes";
          const found = `had a call refused: ${event.error.message}`;
          return broken(index, update?.operation, "refused", expected, found);
        }
        case "timer-fired":
          log.set(event.operation, isWait(story, event.operation) ? "closed" : "READY");
          break;
        case "checkpoint-replied":
        case "checkpoint-failed":
        case "interrupted":
        case "invocation-started":
          open = false;
      }
    }
    return holdsIf(exercised);
  },
};

const EXECUTION = "(execution)";

function isEndOfAll({ type }: Update): boolean {
  return type === "EXECUTION";
}

/** Where an operation stands in the log, as far as it decides which updates are legal. */
type Status = "none" | "STARTED" | "PENDING" | "READY" | "closed";

/** What the log would be with a call's updates; copying all of it for each call would not scale. */
class Trial {
  private readonly log: ReadonlyMap<string, Status>;
  private readonly changed = new Map<string, Status>();

  constructor(log: ReadonlyMap<string, Status>) {
    this.log = log;
  }

  get(operation: string): Status | undefined {
    return this.changed.get(operation) ?? this.log.get(operation);
  }

  set(operation: string, status: Status): void {
    this.changed.set(operation, status);
  }
}

/** Applies the updates to the log in turn, up to the first that is not legal where it stands. */
function apply(
  log: Trial | Map<string, Status>,
  updates: readonly Update[],
  index: number,
): Broken | undefined {
  for (const { operation: named, type, action } of updates) {
    // Whatever an engine calls it, there is but one execution.
    const operation = type === "EXECUTION" ? EXECUTION : named;
    if (log.get(EXECUTION) === "closed") {
      const expected = "nothing more: the end of the execution is to be its last update";
      return broken(index, operation, "after-the-end", expected, `sent ${action} after it`);
    }
    const status = log.get(operation) ?? "none";
    if (!isLegal(type, action, status)) {
      const expected = `no ${action} of ${operation}: its status is ${status}`;
      return broken(index, operation, "illegal-update", expected, `sent ${action}`);
    }
    log.set(operation, AFTER[action]);
  }
  return undefined;
}

const AFTER = {
  START: "STARTED",
  RETRY: "PENDING",
  SUCCEED: "closed",
  FAIL: "closed",
} as const satisfies Record<Update["action"], Status>;

function isLegal(type: Update["type"], action: Update["action"], status: Status): boolean {
  if (type === "EXECUTION") return action === "SUCCEED" || action === "FAIL";
  // The ends of these are recorded by the service.
  if (type === "WAIT" || type === "CALLBACK" || type === "CHAINED_INVOKE") {
    return action === "START" && status === "none";
  }
  if (type === "CONTEXT") {
    if (action === "START") return status === "none";
    return action !== "RETRY" && status === "STARTED";
  }
  if (action === "START") return status === "none" || status === "READY";
  return status === "none" || status === "READY" || status === "STARTED";
}

function isWait({ operations }: Story, name: string): boolean {
  return operations.get(name)?.operation.kind === "wait";
}
