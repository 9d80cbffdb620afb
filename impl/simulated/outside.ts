/**
 * The outside world of one execution: the parties that end callbacks and invoked functions, as the
 * workflow says they do, and give signs of life before. Times are seconds after the start.
 */

import { allOperations } from "../../model/operation-names.ts";
import { outsideError, outsideValue } from "../../model/values.ts";
import type {
  Callback,
  Invoke,
  OutsideEnd,
  WaitForCallback,
  Workflow,
} from "../../model/workflow.ts";
import { callbackIdOf } from "../backend/apply.ts";
import type { Service } from "../backend/service.ts";
import type { WireUpdate } from "../backend/wire.ts";
import { requestOf } from "../invoked.ts";
import { differingInput } from "./given-input.ts";

interface Appointment {
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly does: OutsideEnd["does"] | "beat";
}

const STATUSES = {
  succeed: "SUCCEEDED",
  fail: "FAILED",
  "time-out": "TIMED_OUT",
  stop: "STOPPED",
} as const satisfies Readonly<Record<OutsideEnd["does"], string>>;

/** What a party has done, as an event. */
export type Act =
  | { readonly kind: "heartbeat"; readonly operation: string }
  | {
      readonly kind: "outside-ended";
      readonly operation: string;
      readonly status: (typeof STATUSES)[OutsideEnd["does"]];
    };

/** What an outside party was asked for in place of what the handler has asked for. */
export interface Otherwise {
  readonly what: "function" | "input";
  /** What came, as text; "nothing" where nothing did. */
  readonly found: string;
}

function invokedOtherwise(update: WireUpdate, name: string): Otherwise | undefined {
  const { functionName, input } = requestOf(name);
  const { FunctionName } = update.ChainedInvokeOptions ?? {};
  if (FunctionName !== functionName) return { what: "function", found: FunctionName ?? "nothing" };
  const found = update.Payload ?? "nothing";
  return differingInput(parsed(found), JSON.stringify(input)) === undefined
    ? undefined
    : { what: "input", found };
}

/** However it is spaced; what is no JSON stays the text that it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export class Outside {
  private readonly asked = new Map<string, Invoke | Callback | WaitForCallback>();
  /** By the name of a callback, the id that the service has given it. */
  private readonly callbacks = new Map<string, string>();
  private appointments: Appointment[] = [];

  constructor({ operations }: Workflow) {
    for (const operation of allOperations(operations)) {
      if (!("end" in operation)) continue;
      const { name } = operation;
      const own = operation.kind === "wait-for-callback" ? `${name}-callback` : name;
      this.asked.set(own, operation);
    }
  }

  /**
   * Something was started: whoever it is for makes appointments. Gives what is not as the handler has
   * asked for it, if anything is.
   */
  hear(update: WireUpdate, name: string, now: number): Otherwise | undefined {
    if (update.Action !== "START") return undefined;
    if (update.Type !== "CALLBACK" && update.Type !== "CHAINED_INVOKE") return undefined;
    const operation = this.asked.get(name);
    if (operation === undefined) return undefined;
    if (update.Type === "CALLBACK") this.callbacks.set(name, callbackIdOf(update.Id));
    const { does, seconds } = operation.end;
    const add = (after: number, what: Appointment["does"]) => {
      this.appointments.push({ at: now + after * 1_000, id: update.Id, name, does: what });
    };
    if ("beats" in operation) for (const after of operation.beats ?? []) add(after, "beat");
    // A callback that nobody ends is left to its timeouts, if it has any.
    if (does !== "time-out" || operation.kind === "invoke") add(seconds, does);
    this.appointments.sort((left, right) => left.at - right.at);
    // By what was started: a changed handler may have another kind of operation by that name.
    return update.Type === "CHAINED_INVOKE" ? invokedOtherwise(update, name) : undefined;
  }

  /** Whether this is the id of the callback of that name, which is there once its START is recorded. */
  reaches(name: string, id: unknown): boolean {
    const operation = this.asked.get(name);
    // One that a changed handler has called is none of the workflow's.
    if (operation === undefined || operation.kind === "invoke") return true;
    return id !== undefined && this.callbacks.get(name) === id;
  }

  /** An operation has ended by itself: nobody is expected any more. */
  forget(id: string): void {
    this.appointments = this.appointments.filter((each) => each.id !== id);
  }

  /** When the next party acts, in virtual milliseconds. */
  next(): number | undefined {
    return this.appointments[0]?.at;
  }

  /** Who does what in how many seconds. */
  snapshot(now: number): unknown {
    return this.appointments.map(({ name, does, at }) => [
      name,
      does,
      Math.ceil(Math.max(0, at - now) / 1_000),
    ]);
  }

  /** Lets all parties act whose time has come; gives what came of it. */
  act(service: Service, now: number): readonly Act[] {
    return this.actAs(service, ({ at }) => at <= now);
  }

  /** Lets the parties end these operations before their time, where they are open. */
  hasten(service: Service, names: readonly string[]): readonly Act[] {
    return this.actAs(service, ({ name, does }) => does !== "beat" && names.includes(name));
  }

  private actAs(service: Service, isDue: (appointment: Appointment) => boolean): readonly Act[] {
    const due = this.appointments.filter(isDue);
    this.appointments = this.appointments.filter((each) => !isDue(each));
    return due.flatMap(({ id, name: operation, does }): readonly Act[] => {
      if (does === "beat") {
        return service.heartbeat(id) ? [{ kind: "heartbeat", operation }] : [];
      }
      const status = STATUSES[does];
      const error = outsideError(operation, does);
      const details =
        does === "succeed"
          ? { Result: JSON.stringify(outsideValue(operation)) }
          : { Error: { ErrorType: error.name, ErrorMessage: error.message } };
      const ended = service.endFromOutside(id, status, details);
      return ended ? [{ kind: "outside-ended", operation, status }] : [];
    });
  }
}
