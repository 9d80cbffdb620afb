/** The real SDK, but for waits, in which it ends its process. */
import { createAwsSdkEngine } from "../../impl/aws-sdk/engine.ts";
import type { Engine, EngineContext } from "../../impl/engine.ts";

export async function createEngine(): Promise<Engine> {
  const engine = await createAwsSdkEngine("2.4.0");
  const trouble = (context: EngineContext): EngineContext => ({
    ...context,
    wait: () => process.exit(3),
  });
  return {
    name: "ends-its-process-in-a-wait",
    guarantees: engine.guarantees,
    invoke: (invocation) =>
      engine.invoke({
        ...invocation,
        handler: (context, input) => invocation.handler(trouble(context), input),
      }),
  };
}
