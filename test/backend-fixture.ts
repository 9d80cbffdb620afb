/**
 * A service under a clock that the test moves by hand, and updates in few words:
 *
 * ```ts
 * const backend = startBackend();
 * backend.checkpoint(start("STEP", "a"), close("STEP", "a", "SUCCEED", { Payload: "1" }));
 * ```
 */
import { Service, type ServiceOptions } from "../impl/backend/service.ts";
import {
  type OperationType,
  ServiceError,
  type StateReply,
  type UpdateAction,
  type WireOperation,
  type WireUpdate,
} from "../impl/backend/wire.ts";

export const ARN = "arn:test";

export class Backend {
  /** Milliseconds since 1970. */
  now = 1_000_000;
  token: string;
  readonly firstPage: StateReply;
  readonly service: Service;

  constructor(options: Pick<ServiceOptions, "pageSize" | "firstPageSize">) {
    this.service = new Service({
      arn: ARN,
      input: '"input"',
      now: () => this.now,
      date: (milliseconds) => new Date(milliseconds),
      ...options,
    });
    const { token, page } = this.service.startInvocation();
    this.token = token;
    this.firstPage = page;
  }

  /** A checkpoint call with the current token: gives the operations of the reply. */
  checkpoint(...updates: WireUpdate[]): readonly WireOperation[] {
    const request = { DurableExecutionArn: ARN, CheckpointToken: this.token, Updates: updates };
    const reply = this.service.checkpoint(request);
    this.token = reply.CheckpointToken as string;
    return reply.NewExecutionState?.Operations ?? [];
  }

  /** A new invocation: gives the first page of its log. */
  invoke(): StateReply {
    const { token, page } = this.service.startInvocation();
    this.token = token;
    return page;
  }

  state(Marker?: string): StateReply {
    const request = { DurableExecutionArn: ARN, CheckpointToken: this.token };
    return this.service.state(Marker === undefined ? request : { ...request, Marker });
  }

  /** The whole log, whatever the pages. */
  log(): readonly WireOperation[] {
    const operations: WireOperation[] = [];
    let page = this.state();
    operations.push(...page.Operations);
    while (page.NextMarker !== undefined) {
      page = this.state(page.NextMarker);
      operations.push(...page.Operations);
    }
    return operations;
  }

  operation(id: string): WireOperation | undefined {
    return this.log().find(({ Id }) => Id === id);
  }

  /** Moves time and fires what is due: gives the ids concerned. */
  pass(seconds: number): readonly string[] {
    this.now += seconds * 1_000;
    return this.service.fireTimers().map(({ Id }) => Id);
  }
}

export function startBackend(
  options: Pick<ServiceOptions, "pageSize" | "firstPageSize"> = {},
): Backend {
  return new Backend(options);
}

type Fields = Omit<Partial<WireUpdate>, "Id" | "Type" | "Action">;

export function start(Type: OperationType, Id: string, fields: Fields = {}): WireUpdate {
  return { Id, Type, Action: "START", ...fields };
}

export function close(
  Type: OperationType,
  Id: string,
  Action: Exclude<UpdateAction, "START">,
  fields: Fields = {},
): WireUpdate {
  return { Id, Type, Action, ...fields };
}

export function retry(Id: string, NextAttemptDelaySeconds: number, fields: Fields = {}) {
  return close("STEP", Id, "RETRY", { StepOptions: { NextAttemptDelaySeconds }, ...fields });
}

export function wait(Id: string, WaitSeconds: number, fields: Fields = {}): WireUpdate {
  return start("WAIT", Id, { WaitOptions: { WaitSeconds }, ...fields });
}

/** A step that is READY for its second attempt, at the current time. */
export function makeReady(backend: Backend, id: string): void {
  backend.checkpoint(start("STEP", id), retry(id, 1));
  backend.pass(1);
}

export interface Refused {
  readonly name: string;
  readonly message: string;
  readonly status: number;
}

/** How the service refuses what `act` does; undefined if it does not. */
export function refusalOf(act: () => unknown): Refused | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return {
      name: error.name,
      message: error.message,
      status: error.$metadata.httpStatusCode ?? 0,
    };
  }
}

/** The refusal that is answered to anything invalid. */
export function invalid(message: string): Refused {
  return { name: "InvalidParameterValueException", message, status: 400 };
}

export const STALE_TOKEN = invalid("Invalid checkpoint token");

export function idsOf(operations: readonly WireOperation[]): readonly string[] {
  return operations.map(({ Id }) => Id);
}
