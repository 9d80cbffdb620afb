/** Handlers written by hand, run on the embedded engine and a service whose clock the test moves. */
import { expect } from "vitest";
import type { CheckpointRequest, WireAnswer, WireUpdate } from "../impl/backend/wire.ts";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import type { EngineContext, StepOptions } from "../impl/engine.ts";
import { ARN, type Backend, startBackend } from "./backend-fixture.ts";

const engine = createEmbeddedEngine();

export type Handler = (context: EngineContext) => Promise<unknown>;

export const PENDING = { Status: "PENDING" };
export const value = (given: unknown) => ({ Status: "SUCCEEDED", Result: JSON.stringify(given) });
export const BANK = { ErrorType: "BankError", ErrorMessage: "no money" };
export const BANK_VIEW = { name: "BankError", message: "no money" };

export const NEVER_RETRIED: StepOptions = {
  semantics: "AtLeastOncePerRetry",
  strategy: () => ({ kind: "stop" }),
};

export interface Invoked {
  readonly answer: WireAnswer;
  /** The updates of each checkpoint call. */
  readonly calls: readonly (readonly WireUpdate[])[];
}

/** One invocation; `refuse` may throw instead of letting a call through. */
export async function invoke(
  backend: Backend,
  handler: Handler,
  refuse: (call: number) => void = () => {},
): Promise<Invoked> {
  const page = backend.invoke();
  const calls: (readonly WireUpdate[])[] = [];
  const answer = await engine.invoke({
    arn: ARN,
    requestId: "request",
    token: backend.token,
    page,
    transport: {
      checkpoint: async (request: CheckpointRequest) => {
        refuse(calls.length + 1);
        calls.push(request.Updates ?? []);
        const reply = backend.service.checkpoint(request);
        backend.token = reply.CheckpointToken ?? "";
        return reply;
      },
      getExecutionState: async (request) => backend.service.state(request),
    },
    remainingMilliseconds: () => 900_000,
    handler,
  });
  return { answer, calls };
}

/** What a promise throws: its name, its message, and the same of its cause. */
export async function thrownBy(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    return { value: await promise };
  } catch (error) {
    const { name, message, cause } = error as Error;
    const { name: by, message: why } = cause as Error;
    return { name, message, cause: { name: by, message: why } };
  }
}

/** The answer after an invocation that suspends, and what the outside does then. */
export async function afterwards(handler: Handler, act: (backend: Backend) => void) {
  const backend = startBackend();
  expect((await invoke(backend, handler)).answer).toEqual(PENDING);
  act(backend);
  const { answer, calls } = await invoke(backend, handler);
  expect(calls, "a replay starts nothing again").toEqual([]);
  return answer;
}
