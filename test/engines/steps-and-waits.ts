/** The embedded engine as one that has only steps and waits so far, as `init` leaves the rest. */
import { createEmbeddedEngine } from "../../impl/embedded/engine.ts";
import type { Engine, EngineContext } from "../../impl/engine.ts";
import { NotImplementedError } from "../../impl/engine.ts";

export function createEngine(): Engine {
  const whole = createEmbeddedEngine();
  return {
    name: "steps-and-waits",
    guarantees: whole.guarantees,
    invoke: (invocation) =>
      whole.invoke({
        ...invocation,
        handler: (context, input) => invocation.handler(onlyBasics(context), input),
      }),
  };
}

function onlyBasics(context: EngineContext): EngineContext {
  return {
    step: (...given) => context.step(...given),
    wait: (...given) => context.wait(...given),
    invoke: lacking("invoke"),
    callback: lacking("callback"),
    waitForCallback: lacking("waitForCallback"),
    waitForCondition: lacking("waitForCondition"),
    child: lacking("child"),
    batch: lacking("batch"),
    combine: lacking("combine"),
  };
}

function lacking(method: string) {
  return () => {
    throw new NotImplementedError(method);
  };
}
