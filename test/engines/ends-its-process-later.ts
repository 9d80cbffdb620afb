/** The real SDK, but after its first wait it goes on for a while, and ends its process in another case. */
import { createAwsSdkEngine } from "../../impl/aws-sdk/engine.ts";
import type { Engine, EngineContext } from "../../impl/engine.ts";

/** More than one case takes, and fewer than a batch does. */
const INVOCATIONS = 12;

export async function createEngine(): Promise<Engine> {
  const engine = await createAwsSdkEngine("2.4.0");
  let left = Number.POSITIVE_INFINITY;
  const trouble = (context: EngineContext): EngineContext => ({
    ...context,
    wait: (name, seconds) => {
      left = Math.min(left, INVOCATIONS);
      return context.wait(name, seconds);
    },
  });
  return {
    name: "ends-its-process-later",
    guarantees: engine.guarantees,
    invoke: (invocation) => {
      left -= 1;
      if (left === 0) process.exit(3);
      const handler: typeof invocation.handler = (context, input) =>
        invocation.handler(trouble(context), input);
      return engine.invoke({ ...invocation, handler });
    },
  };
}
