/**
 * The outside world of one execution: the parties that end callbacks and invoked functions, as the
 * workflow says they do. An operation is ended once, so many seconds after it was started.
 */

import { allOperations } from "../../model/operation-names.ts";
import { outsideError, outsideValue } from "../../model/values.ts";
import type { OutsideEnd, Workflow } from "../../model/workflow.ts";
import type { Service } from "../backend/service.ts";
import type { WireUpdate } from "../backend/wire.ts";

interface Appointment {
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly does: Exclude<OutsideEnd["does"], "time-out"> | "time-out";
}

export type OutsideStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED";

const STATUSES: Readonly<Record<OutsideEnd["does"], OutsideStatus>> = {
  succeed: "SUCCEEDED",
  fail: "FAILED",
  "time-out": "TIMED_OUT",
  stop: "STOPPED",
};

export class Outside {
  private readonly ends = new Map<string, OutsideEnd>();
  private readonly callbacks = new Set<string>();
  private appointments: Appointment[] = [];

  constructor({ operations }: Workflow) {
    for (const operation of allOperations(operations)) {
      if (!("end" in operation)) continue;
      const name =
        operation.kind === "wait-for-callback" ? `${operation.name}-callback` : operation.name;
      this.ends.set(name, operation.end);
      if (operation.kind !== "invoke") this.callbacks.add(name);
    }
  }

  /** Something was started: whoever it is for makes an appointment. */
  hear(update: WireUpdate, name: string, now: number): void {
    if (update.Action !== "START") return;
    if (update.Type !== "CALLBACK" && update.Type !== "CHAINED_INVOKE") return;
    const end = this.ends.get(name);
    // A callback that nobody ends is left to its timeout, if it has one.
    if (end === undefined || (end.does === "time-out" && this.callbacks.has(name))) return;
    const at = now + end.seconds * 1_000;
    this.appointments.push({ at, id: update.Id, name, does: end.does });
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

  /** Lets all parties act whose time has come; gives what they ended. */
  act(
    service: Service,
    now: number,
  ): readonly { readonly name: string; readonly status: OutsideStatus }[] {
    const due = this.appointments.filter(({ at }) => at <= now);
    this.appointments = this.appointments.filter(({ at }) => at > now);
    return due.flatMap(({ id, name, does }) => {
      const status = STATUSES[does];
      const error = outsideError(name, does);
      const details =
        does === "succeed"
          ? { Result: JSON.stringify(outsideValue(name)) }
          : { Error: { ErrorType: error.name, ErrorMessage: error.message } };
      return service.endFromOutside(id, status, details) ? [{ name, status }] : [];
    });
  }
}
