/** An execution in a few calls that change every part of a service's state, one after the other. */
import { RestorableService } from "../impl/backend/restorable.ts";
import type { Service, ServiceOptions } from "../impl/backend/service.ts";
import type { WireUpdate } from "../impl/backend/wire.ts";

export const EXECUTION = { arn: "arn:test", input: '"input"' };

/** A service under a clock that the calls move; `make` is given its options. */
export function underClock<Made extends Service>(make: (options: ServiceOptions) => Made) {
  const clock = { now: 1_893_456_000_000 };
  const date = (milliseconds: number) => new Date(milliseconds);
  const service = make({ ...EXECUTION, now: () => clock.now, date, pageSize: 2, firstPageSize: 1 });
  return { service, clock };
}

type Call = (
  service: Service,
  clock: { now: number },
  token: string,
) => { token?: string } | undefined;

const send =
  (...Updates: WireUpdate[]): Call =>
  (service, _clock, token) => {
    const request = { DurableExecutionArn: "arn:test", CheckpointToken: token, Updates };
    return { token: service.checkpoint(request).CheckpointToken as string };
  };

/** Each is one call; a later one may need what an earlier one gave. */
export const CALLS: readonly Call[] = [
  (service) => ({ token: service.startInvocation().token }),
  send(
    { Id: "a", Type: "STEP", Action: "START", Name: "a" },
    { Id: "c", Type: "CONTEXT", Action: "START" },
  ),
  send(
    { Id: "a", Type: "STEP", Action: "RETRY", StepOptions: { NextAttemptDelaySeconds: 3 } },
    { Id: "w", Type: "WAIT", Action: "START", WaitOptions: { WaitSeconds: 2 } },
    {
      Id: "k",
      Type: "CALLBACK",
      Action: "START",
      CallbackOptions: { TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 10 },
    },
    { Id: "l", Type: "CALLBACK", Action: "START", ParentId: "c" },
  ),
  (service, _clock, token) => {
    service.state({ DurableExecutionArn: "arn:test", CheckpointToken: token });
    return undefined;
  },
  (service, clock) => {
    clock.now += 2_500;
    service.fireTimers();
    return undefined;
  },
  (service) => {
    service.heartbeat("k");
    return undefined;
  },
  (service) => {
    service.endFromOutside("k", "SUCCEEDED", { Result: '"ü\u0000"' });
    return undefined;
  },
  (service) => {
    service.useTokenUp();
    return undefined;
  },
  (service) => {
    service.withholdToken();
    return undefined;
  },
  (service) => ({ token: service.startInvocation().token }),
  send({ Id: "b", Type: "STEP", Action: "SUCCEED", Payload: "x".repeat(100_000), ParentId: "c" }),
  send({ Id: "end", Type: "EXECUTION", Action: "FAIL", Error: { ErrorMessage: "no" } }),
];

/** Makes the first so many calls. */
export function makeCalls(
  service: Service,
  clock: { now: number },
  count: number,
  onCall: (number: number) => void = () => {},
): void {
  let token = "";
  for (const [index, call] of CALLS.slice(0, count).entries()) {
    onCall(index);
    token = call(service, clock, token)?.token ?? token;
  }
}

/** All that a service has to remember after so many calls, as text. */
export function stateAfter(count: number): string {
  const { service, clock } = underClock((options) => new RestorableService(options));
  makeCalls(service, clock, count);
  return JSON.stringify(service.remembered());
}
