/**
 * The embedded engine, but for the words of its own that it has for an interrupted attempt: what it
 * writes and what strategies are asked about has them, and its guarantees say so.
 */
import type { WireError, WireUpdate } from "../../impl/backend/wire.ts";
import { createEmbeddedEngine } from "../../impl/embedded/engine.ts";
import type { Engine, EngineContext, Strategy } from "../../impl/engine.ts";
import { awsGuarantees } from "../../model/guarantees.ts";

const INTERRUPTION = { name: "AttemptCutOff", message: "Nobody knows how far it got." };

export function createEngine(): Engine {
  const { guarantees, invoke } = createEmbeddedEngine();
  return {
    name: "own-words",
    guarantees: { ...guarantees, interruption: INTERRUPTION },
    invoke: (invocation) =>
      invoke({
        ...invocation,
        transport: {
          ...invocation.transport,
          checkpoint: ({ Updates = [], ...request }) =>
            invocation.transport.checkpoint({ ...request, Updates: Updates.map(inOwnWords) }),
        },
        handler: (context, input) => invocation.handler(withOwnWords(context), input),
      }),
  };
}

function inOwnWords(update: WireUpdate): WireUpdate {
  const { Error: error } = update;
  return error?.ErrorType === awsGuarantees.interruption.name
    ? { ...update, Error: renamed(error) }
    : update;
}

function renamed(error: WireError): WireError {
  return { ...error, ErrorType: INTERRUPTION.name, ErrorMessage: INTERRUPTION.message };
}

/** Steps of the handler itself; no more is called by what this engine is for. */
function withOwnWords(context: EngineContext): EngineContext {
  const strategy =
    (asked: Strategy): Strategy =>
    (error, attempt) => {
      if (error.name !== awsGuarantees.interruption.name) return asked(error, attempt);
      return asked(
        Object.assign(new Error(INTERRUPTION.message), { name: INTERRUPTION.name }),
        attempt,
      );
    };
  return {
    ...context,
    step: (name, body, { strategy: asked, ...options }) =>
      context.step(
        name,
        body,
        asked === undefined ? options : { ...options, strategy: strategy(asked) },
      ),
    wait: (name, seconds) => context.wait(name, seconds),
  };
}
