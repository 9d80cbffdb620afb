/**
 * What an operation gives. The operation runs whether anybody awaits it or not; whoever does, waits
 * in the scope of the function that awaits, so that the engine knows that this function can't move.
 */
import { Scope } from "./scope.ts";

export class DurablePromise<Value> implements PromiseLike<Value> {
  private readonly promise: Promise<Value>;

  constructor(promise: Promise<Value>) {
    this.promise = promise;
    // The error of an operation that nobody awaits is recorded, and is nobody's business here.
    promise.catch(() => {});
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaited is what it has to know of
  then<Result1 = Value, Result2 = never>(
    fulfilled?: ((value: Value) => Result1 | PromiseLike<Result1>) | null,
    rejected?: ((error: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    const promise = Scope.current()?.wait(this.promise) ?? this.promise;
    return promise.then(fulfilled, rejected);
  }
}
