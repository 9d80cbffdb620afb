/** The real SDK, but for what is done to it where a step named `audit` is called. */
import { createAwsSdkEngine } from "../../impl/aws-sdk/engine.ts";
import type { Engine, EngineContext } from "../../impl/engine.ts";

export const TROUBLE = "audit";

/** `cause` stands in for the step: what it gives is what the step gives, undefined for the real one. */
export async function createTroubledEngine(
  cause: () => PromiseLike<unknown> | undefined,
): Promise<Engine> {
  const engine = await createAwsSdkEngine("2.4.0");
  const trouble = (context: EngineContext): EngineContext => ({
    ...context,
    step: (name, body, options) =>
      (name === TROUBLE ? cause() : undefined) ?? context.step(name, body, options),
  });
  return {
    name: "troubled",
    guarantees: engine.guarantees,
    invoke: (invocation) =>
      engine.invoke({
        ...invocation,
        handler: (context, input) => invocation.handler(trouble(context), input),
      }),
  };
}
