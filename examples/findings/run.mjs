/**
 * Runs one durable execution to its end on the local service: invokes the handler, waits until
 * something has changed, invokes it again. An invocation that is interrupted is cut off: nothing that
 * it still does reaches the service.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { LocalService } from "./local-service.mjs";

/** An execution that sleeps longer than this is not waited for. */
const LONGEST_SLEEP_SECONDS = 15;
const ARN = "arn:aws:lambda:us-east-1:123456789012:function:f:1/durable-execution/e/1";

/**
 * `program(context, invocation)` is the durable handler. `invocation` has the `input`, a `number` that
 * counts from 1, and `crash()`: `await invocation.crash()` ends the invocation without a word, and
 * `crash(60)` lets a minute pass before the next.
 *
 * Options, all of them optional:
 * - `input` of the execution; `firstPage`: how many operations the first page of the log holds, and
 *   `pageSize` each other one
 * - `limitSeconds` of one invocation (5); `invocations`: after how many to give up (6)
 * - `outside(operation)`: how a callback or an invoke ends, such as `{ after: 1, Result: "1" }`
 * - `fault({ invocation, updates })`: an error that a checkpoint call ends with, instead of being done
 * - `reply(reply, { invocation, updates })`: what becomes of a reply on its way back
 * - `page({ invocation })`: an error that a call for a page of the log ends with, instead of being done
 * - `answered({ invocation })`: whether the answer is lost on its way, or else nothing
 *
 * Gives `{ status, result, error, invocations, log, calls, late }`. An invocation is one of
 * `{ answer }`, `{ threw }`, `{ crashed }` and `{ timedOut }`, with its `seconds`; `late` are the calls
 * that an invocation made after its end.
 */
export async function run(sdk, program, options = {}) {
  const { input = {}, outside = () => undefined, invocations: most = 6 } = options;
  const service = new LocalService(outside, input);
  const outcome = { invocations: [], calls: [], late: [] };
  let status = "RUNNING";
  while (!service.ended && outcome.invocations.length < most && status === "RUNNING") {
    const started = Date.now();
    const end = await invoke(sdk, program, options, service, outcome);
    outcome.invocations.push({ ...end, seconds: (Date.now() - started) / 1_000 });
    // Whatever this invocation still sends has an old token.
    service.newToken();
    if (end.restartSeconds) await sleep(end.restartSeconds * 1_000);
    if (!end.answer) continue;
    service.answer(end.answer);
    if (!service.ended && !(await somethingChanges(service))) status = "SUSPENDED";
  }
  return { status, ...service.ended, ...outcome, log: [...service.log.values()] };
}

/** Waits until the service has news; gives false where that takes too long, or never happens. */
async function somethingChanges(service) {
  while (service.changed.size === 0) {
    const due = Math.min(...[...service.timers.values()].map(({ at }) => at));
    if (due - Date.now() > LONGEST_SLEEP_SECONDS * 1_000) return false;
    await sleep(Math.max(1, due - Date.now()));
    service.fireTimers();
  }
  return true;
}

/** One invocation, until it answers, throws, crashes or runs into its limit. */
async function invoke(sdk, program, options, service, outcome) {
  const { limitSeconds = 5, fault = () => undefined, reply = (given) => given } = options;
  const { page = () => undefined, answered = () => undefined } = options;
  const number = outcome.invocations.length + 1;
  const deadline = Date.now() + limitSeconds * 1_000;
  const interrupted = Promise.withResolvers();
  let live = true;
  const cutOff = (end) => {
    live = false;
    interrupted.resolve(end);
    return new Promise(() => {});
  };
  const operations = service.state();
  const { firstPage = operations.length, pageSize = operations.length } = options;
  const pageAt = (from, size) => ({
    Operations: operations.slice(from, from + size),
    ...(from + size < operations.length && { NextMarker: String(from + size) }),
  });
  const client = {
    async checkpoint(request) {
      const call = { invocation: number, updates: request.Updates ?? [] };
      (live ? outcome.calls : outcome.late).push(call);
      await sleep(1);
      if (!live) return new Promise(() => {});
      const error = fault(call);
      if (error) throw error;
      return reply(service.checkpoint(request), call);
    },
    async getExecutionState({ Marker }) {
      await sleep(1);
      if (!live) return new Promise(() => {});
      const error = page({ invocation: number });
      if (error) throw error;
      return pageAt(Number(Marker), pageSize);
    },
  };
  const event = new sdk.DurableExecutionInvocationInputWithClient(
    {
      DurableExecutionArn: ARN,
      CheckpointToken: service.newToken(),
      InitialExecutionState: pageAt(0, firstPage),
    },
    client,
  );
  const crash = (restartSeconds = 0) => cutOff({ crashed: true, restartSeconds });
  const handler = sdk.withDurableExecution((given, context) =>
    program(context, { number, input: given, crash }),
  );
  const limit = setTimeout(() => cutOff({ timedOut: true }), limitSeconds * 1_000);
  const end = await Promise.race([
    interrupted.promise,
    handler(event, {
      awsRequestId: `request-${number}`,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    }).then(
      (answer) => ({ answer }),
      (error) => ({ threw: error }),
    ),
  ]);
  clearTimeout(limit);
  const isLost = live && answered({ invocation: number });
  live = false;
  return isLost ? { crashed: true, ...isLost } : end;
}
