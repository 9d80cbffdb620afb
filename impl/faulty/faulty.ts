/**
 * Engines that are wrong on purpose: each is the embedded engine, or its service, wrong in one small
 * way. They show that the suite finds what it is there to find.
 */
import type { CreateService } from "../backend/service.ts";
import type { Page, WireOperation, WireUpdate } from "../backend/wire.ts";
import { createEmbeddedEngine } from "../embedded/engine.ts";
import { DEFAULT_STRATEGY } from "../embedded/retry.ts";
import { RULES, type Rules } from "../embedded/rules.ts";
import type {
  ContextBody,
  Engine,
  EngineContext,
  EngineInvocation,
  Strategy,
  StrategyAnswer,
  Transport,
} from "../engine.ts";

export interface FaultyEngine {
  /** The name of the bug; `faulty/NAME` is that of the engine. */
  readonly name: string;
  /** What it does that it should not, as the end of "The engine …". */
  readonly bug: string;
  /** The id of the property that has to catch it. */
  readonly caughtBy: string;
  readonly invoke?: Engine["invoke"];
  readonly createService?: CreateService;
}

export type Invoke = Engine["invoke"];

/** The engine as it should be. */
export const right: Invoke = createEmbeddedEngine().invoke;

/** The engine with other rules. */
export function withRules(wrong: Partial<Rules>): Invoke {
  return createEmbeddedEngine({ ...RULES, ...wrong }).invoke;
}

/** The engine, given something else than what the service or the user gives it. */
export function withInvocation(change: (right: EngineInvocation) => EngineInvocation): Invoke {
  return (invocation) => right(change(invocation));
}

/** What the engine reads of an entry in the log that its invocation starts with; nothing for undefined. */
export function withLog(read: (entry: WireOperation) => WireOperation | undefined): Invoke {
  return withPages((operations) => operations.flatMap((entry) => read(entry) ?? []));
}

/** The same for whole pages. */
export function withPages(read: (operations: readonly WireOperation[]) => WireOperation[]): Invoke {
  const readPage = (page: Page): Page => ({ ...page, Operations: read(page.Operations) });
  return withInvocation((invocation) => {
    const { page, transport } = invocation;
    const getExecutionState: Transport["getExecutionState"] = async (request) =>
      readPage(await transport.getExecutionState(request));
    return { ...invocation, page: readPage(page), transport: { ...transport, getExecutionState } };
  });
}

/** What the engine sends instead of its updates. */
export function withRequests(
  change: (right: readonly WireUpdate[]) => readonly WireUpdate[],
): Invoke {
  return withInvocation((invocation) => {
    const { transport } = invocation;
    const checkpoint: Transport["checkpoint"] = (request) =>
      transport.checkpoint({ ...request, Updates: change(request.Updates ?? []) });
    return { ...invocation, transport: { ...transport, checkpoint } };
  });
}

/** What user code meets instead of some operations, in the contexts inside too. */
export function withContext(change: (right: EngineContext) => Partial<EngineContext>): Invoke {
  const wrap = (right: EngineContext): EngineContext => {
    const inside =
      (body: ContextBody): ContextBody =>
      (context) =>
        body(wrap(context));
    const same: EngineContext = {
      step: right.step.bind(right),
      wait: right.wait.bind(right),
      invoke: right.invoke.bind(right),
      callback: right.callback.bind(right),
      waitForCallback: right.waitForCallback.bind(right),
      waitForCondition: right.waitForCondition.bind(right),
      combine: right.combine.bind(right),
      child: (name, body, options) => right.child(name, inside(body), options),
      batch: (kind, name, branches, options) =>
        right.batch(
          kind,
          name,
          branches.map((branch) => ({ ...branch, body: inside(branch.body) })),
          options,
        ),
      ...(right.retryHelper && { retryHelper: right.retryHelper.bind(right) }),
      ...(right.waitHelper && { waitHelper: right.waitHelper.bind(right) }),
    };
    return { ...same, ...change(same) };
  };
  return withInvocation((invocation) => ({
    ...invocation,
    handler: (context, input) => invocation.handler(wrap(context), input),
  }));
}

/** What user code meets instead of a step. */
export function withSteps(
  change: (
    right: EngineContext,
    ...call: Parameters<EngineContext["step"]>
  ) => PromiseLike<unknown>,
): Invoke {
  return withContext((right) => ({ step: (...call) => change(right, ...call) }));
}

/** What decides instead of the strategy of a step. */
export function withStrategies(
  decide: (right: Strategy, error: Error, attempt: number) => StrategyAnswer,
): Invoke {
  return withSteps((right, name, body, options) => {
    const { strategy = DEFAULT_STRATEGY } = options;
    const wrong: Strategy = (error, attempt) => decide(strategy, error, attempt);
    return right.step(name, body, { ...options, strategy: wrong });
  });
}

/** A promise of what `get` gives, asked for when it is awaited and not before. */
export function lazily<Value>(get: () => Promise<Value>): PromiseLike<Value> {
  // biome-ignore lint/suspicious/noThenProperty: it has to be a thenable, as the engine's own are
  return { then: (...on) => get().then(...on) };
}
