/**
 * A scope is what goes on in one context: its function, the bodies of its operations, and the scopes
 * of the contexts inside it. It knows whether user code can still move, so that an invocation can
 * suspend exactly when none can, and it takes user code out of the world when its context ends.
 */
import { AsyncLocalStorage } from "node:async_hooks";

/** Whose function it is that runs. */
const current = new AsyncLocalStorage<Scope>();

/**
 * `live`: operations run and are recorded. `replaying`: the context is closed, and its function only
 * makes its large result again from what is recorded. `over`: nothing that is still in it counts.
 */
type Phase = "live" | "replaying" | "over";

export class Scope {
  private phase: Phase;
  private readonly parent: Scope | undefined;
  private readonly inner = new Set<Scope>();
  /** Told whenever user code may have come to rest. */
  private readonly onRest: () => void;
  /** How many durable promises its function waits for; while there is one, it does not move. */
  private awaited = 0;
  private bodies = 0;

  constructor(onRest: () => void, phase: Phase = "live", parent?: Scope) {
    this.onRest = onRest;
    this.phase = phase;
    this.parent = parent;
  }

  /** The scope of the function that runs now; undefined outside of any. */
  static current(): Scope | undefined {
    return current.getStore();
  }

  /** A scope inside this one. */
  open(phase: Phase): Scope {
    const scope = new Scope(this.onRest, phase, this);
    this.inner.add(scope);
    return scope;
  }

  /** Runs the function of the context; with its end the scope is over. */
  async run<Value>(body: () => Promise<Value>): Promise<Value> {
    try {
      // A function may give a durable promise as it is: then it waits for that, in this scope.
      return await current.run(this, async () => body());
    } finally {
      this.end();
    }
  }

  /** Waits, as this scope's function, for a promise that user code can do nothing about. */
  async wait<Value>(promise: Promise<Value>): Promise<Value> {
    this.awaited += 1;
    this.onRest();
    try {
      return await promise;
    } finally {
      this.awaited -= 1;
    }
  }

  /** Runs user code that belongs to an operation: the body of a step, its serdes. */
  async work<Value>(body: () => Promise<Value>): Promise<Value> {
    this.bodies += 1;
    try {
      return await body();
    } finally {
      this.bodies -= 1;
      this.onRest();
    }
  }

  end(): void {
    this.phase = "over";
    this.parent?.inner.delete(this);
    this.onRest();
  }

  /** Whether user code in it can move by itself, without news from the service. */
  get isBusy(): boolean {
    if (this.phase === "over") return false;
    return this.awaited === 0 || this.bodies > 0 || [...this.inner].some(({ isBusy }) => isBusy);
  }

  /** Whether what happens in it may be recorded. */
  get isLive(): boolean {
    return this.phase === "live" && this.parent?.isLive !== false;
  }

  /** Whether nobody is left to hear of what happens in it. */
  get isOver(): boolean {
    return this.phase === "over" || this.parent?.isOver === true;
  }
}
