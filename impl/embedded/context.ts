/**
 * What a handler and the functions of contexts are given: every call is an operation, known by its
 * position among the calls of its context.
 */
import type { HelperRetry } from "../../model/retry.ts";
import type { Batch, Combinator } from "../../model/workflow.ts";
import type {
  BatchOptions,
  BatchView,
  CallbackOptions,
  ChildOptions,
  ContextBody,
  Deserialize,
  EngineContext,
  InvokeOptions,
  InvokeRequest,
  Serdes,
  StepBody,
  StepOptions,
  Strategy,
  WaitForCallbackOptions,
} from "../engine.ts";
import { DurablePromise } from "./durable-promise.ts";
import { NonDeterministicExecutionError } from "./errors.ts";
import { never } from "./never.ts";
import { type Identity, Operation, type Parent, type Surroundings } from "./operation.ts";
import { batch } from "./operations/batch.ts";
import { combinator } from "./operations/combinator.ts";
import { waitForCondition } from "./operations/condition.ts";
import { type ContextFunction, repeatable, roundTrip, runContext } from "./operations/context.ts";
import { callbackResult, invoke, startCallback, wait } from "./operations/outside.ts";
import { step } from "./operations/step.ts";
import { backoff } from "./retry.ts";
import type { Scope } from "./scope.ts";
import { guard, JSON_SERDES } from "./serdes.ts";

/** Where in the log the operations of a context are. */
interface Place {
  readonly prefix: string;
  readonly parent: Parent;
}

const TOP: Place = { prefix: "", parent: {} };

export class Context implements EngineContext {
  private readonly surroundings: Surroundings;
  private readonly scope: Scope;
  private readonly place: Place;
  private calls = 0;

  constructor(surroundings: Surroundings, scope: Scope, place = TOP) {
    this.surroundings = surroundings;
    this.scope = scope;
    this.place = place;
  }

  step(name: string, body: StepBody, options: StepOptions): PromiseLike<unknown> {
    return this.start("STEP", "Step", name, (operation) => step(operation, body, options));
  }

  wait(name: string, seconds: number): PromiseLike<unknown> {
    return this.start("WAIT", "Wait", name, (operation) => wait(operation, seconds));
  }

  invoke(name: string, request: InvokeRequest, options: InvokeOptions = {}): PromiseLike<unknown> {
    return this.start("CHAINED_INVOKE", "ChainedInvoke", name, (operation) =>
      invoke(operation, request, options),
    );
  }

  async callback(name: string, options: CallbackOptions) {
    const operation = this.next("CALLBACK", "Callback", name);
    if (operation === undefined) return never();
    const id = await startCallback(operation, options);
    return { id, result: this.give(callbackResult(operation, options)) };
  }

  waitForCallback(
    name: string,
    submitter: (id: string) => Promise<void>,
    options: WaitForCallbackOptions,
  ) {
    const { strategy, deserialize, ...timeouts } = options;
    const retry = strategy === undefined ? {} : { strategy };
    // The log has the text as it came; each time that it is given it is read.
    const reading = deserialize === undefined ? {} : { serdes: readingSerdes(deserialize) };
    return this.runChild(
      "WaitForCallback",
      name,
      async (context) => {
        const { id, result } = await context.callback(`${name}-callback`, timeouts);
        const submit = () => submitter(id);
        await context.step(`${name}-submitter`, submit, { ...AT_LEAST_ONCE, ...retry });
        return result;
      },
      reading,
    );
  }

  waitForCondition(...[name, check, options]: Parameters<EngineContext["waitForCondition"]>) {
    return this.start("STEP", "WaitForCondition", name, (operation) =>
      waitForCondition(operation, check, options),
    );
  }

  child(name: string, body: ContextBody, options: ChildOptions = {}): PromiseLike<unknown> {
    return this.runChild("RunInChildContext", name, body, options);
  }

  batch(
    kind: Batch["kind"],
    name: string,
    branches: readonly { readonly name: string; readonly body: ContextBody }[],
    options: BatchOptions,
  ): PromiseLike<BatchView> {
    const subType = kind === "map" ? "MapIteration" : "ParallelBranch";
    const { rules } = this.surroundings;
    const runBranch = (operation: Operation, scope: Scope, index: number) => {
      const { name: own, body } = branches[index] as (typeof branches)[number];
      const inside = this.inside(operation, scope);
      // A branch has the same position in each run, whichever of the others run.
      inside.calls = index;
      const { itemSerdes } = options;
      if (options.flat) return inside.runFlat(body, itemSerdes);
      return inside.runChild(
        subType,
        own,
        body,
        itemSerdes === undefined ? {} : { serdes: itemSerdes },
      );
    };
    return this.start("CONTEXT", kind === "map" ? "Map" : "Parallel", name, (operation) => {
      const run = (scope: Scope, index: number) => runBranch(operation, scope, index);
      const body = batch(branches.length, run, options, rules);
      return runContext(operation, body, options.serdes) as Promise<BatchView>;
    });
  }

  combine(
    kind: Combinator["kind"],
    name: string,
    operands: readonly PromiseLike<unknown>[],
  ): PromiseLike<unknown> {
    return this.start("CONTEXT", "RunInChildContext", name, (operation) =>
      runContext(operation, combinator(kind, operands)),
    );
  }

  retryHelper(policy: HelperRetry): Strategy {
    return backoff(policy);
  }

  private runChild(
    subType: string,
    name: string,
    body: ContextBody,
    { serdes }: ChildOptions,
  ): PromiseLike<unknown> {
    return this.start("CONTEXT", subType, name, (operation) => {
      const inside: ContextFunction = repeatable((scope) => body(this.inside(operation, scope)));
      return runContext(operation, inside, serdes);
    });
  }

  /** A branch without an entry of its own: only what is in it is in the log. */
  private runFlat(body: ContextBody, itemSerdes: Serdes | undefined): PromiseLike<unknown> {
    const serdes = guard(this.surroundings, itemSerdes);
    const scope = this.scope.open("live");
    const place = { prefix: `${this.nextId()}-`, parent: this.place.parent };
    const run = () => body(new Context(this.surroundings, scope, place));
    return this.give(scope.run(async () => roundTrip(serdes, await run())));
  }

  private inside({ id }: Operation, scope: Scope): Context {
    return new Context(this.surroundings, scope, { prefix: `${id}-`, parent: { ParentId: id } });
  }

  private nextId(): string {
    this.calls += 1;
    return `${this.place.prefix}${this.calls}`;
  }

  /** Calls an operation; one that the log does not have there comes to nothing. */
  private start<Value>(
    type: Identity["Type"],
    subType: string,
    name: string,
    run: (operation: Operation) => Promise<Value>,
  ): PromiseLike<Value> {
    const operation = this.next(type, subType, name);
    return this.give(operation === undefined ? never() : run(operation));
  }

  /**
   * The operation that is called now. On a replay it must be the one that the log has there; else
   * the execution fails, and nothing is made of it.
   */
  private next(Type: Identity["Type"], SubType: string, Name: string): Operation | undefined {
    const called: Identity = { Type, SubType, Name };
    const fixed = { ...called, ...this.place.parent };
    const operation = new Operation(this.nextId(), fixed, this.scope, this.surroundings);
    const { entry } = operation;
    if (entry !== undefined && !isSame(entry, called)) {
      const found = `${entry.SubType ?? entry.Type} ${entry.Name ?? ""}`;
      const message = `The handler has called ${SubType} ${Name} where the log has ${found}`;
      this.surroundings.fail(new NonDeterministicExecutionError(message));
      return undefined;
    }
    return operation;
  }

  /** What comes of an operation whose context is over reaches nobody. */
  private give<Value>(running: Promise<Value>): PromiseLike<Value> {
    const heard = async () => {
      try {
        return await running;
      } finally {
        if (this.scope.isOver) await never();
      }
    };
    return new DurablePromise(heard());
  }
}

function readingSerdes(deserialize: Deserialize): Serdes {
  return {
    serialize: JSON_SERDES.serialize,
    deserialize: async (text) => deserialize((await JSON_SERDES.deserialize(text)) as string),
  };
}

const AT_LEAST_ONCE = { semantics: "AtLeastOncePerRetry" } as const;

function isSame(left: Partial<Identity>, right: Identity): boolean {
  return left.Type === right.Type && left.SubType === right.SubType && left.Name === right.Name;
}
