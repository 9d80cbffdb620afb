/** Handlers written by hand, run on the embedded engine and a service whose clock the test moves. */
import type { CheckpointRequest, WireAnswer, WireUpdate } from "../impl/backend/wire.ts";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import type { EngineContext, StepOptions } from "../impl/engine.ts";
import { ARN, type Backend } from "./backend-fixture.ts";

const engine = createEmbeddedEngine();

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
  handler: (context: EngineContext) => Promise<unknown>,
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
