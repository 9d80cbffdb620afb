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
import type { Service } from "../backend/service.ts";
import type { WireUpdate } from "../backend/wire.ts";

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

export class Outside {
  private readonly asked = new Map<string, Invoke | Callback | WaitForCallback>();
  private appointments: Appointment[] = [];

  constructor({ operations }: Workflow) {
    for (const operation of allOperations(operations)) {
      if (!("end" in operation)) continue;
      const { name } = operation;
      const own = operation.kind === "wait-for-callback" ? `${name}-callback` : name;
      this.asked.set(own, operation);
    }
  }

  /** Something was started: whoever it is for makes appointments. */
  hear(update: WireUpdate, name: string, now: number): void {
    if (update.Action !== "START") return;
    if (update.Type !== "CALLBACK" && update.Type !== "CHAINED_INVOKE") return;
    const operation = this.asked.get(name);
    if (operation === undefined) return;
    const { does, seconds } = operation.end;
    const add = (after: number, what: Appointment["does"]) => {
      this.appointments.push({ at: now + after * 1_000, id: update.Id, name, does: what });
    };
    if ("beats" in operation) for (const after of operation.beats ?? []) add(after, "beat");
    // A callback that nobody ends is left to its timeouts, if it has any.
    if (does !== "time-out" || operation.kind === "invoke") add(seconds, does);
    this.appointments.sort((left, right) => left.at - right.at);
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
