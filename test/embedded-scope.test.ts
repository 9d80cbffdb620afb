/** Scopes of the embedded engine: who moves, who waits, and what is out of the world; and errors. */
import { describe, expect, test } from "vitest";
import { DurablePromise } from "../impl/embedded/durable-promise.ts";
import { OperationError, StepInterruptedError, writeError } from "../impl/embedded/errors.ts";
import { Scope } from "../impl/embedded/scope.ts";

/** A scope that counts how often it tells that user code may have come to rest. */
function counted() {
  let rests = 0;
  const scope = new Scope(() => {
    rests += 1;
  });
  return { scope, rests: () => rests };
}

/** A promise and what settles it. */
function open<Value>() {
  let settle: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

describe("a scope", () => {
  test("is busy until its function waits for something durable", async () => {
    const { scope, rests } = counted();
    expect(scope.isBusy).toBe(true);
    const { promise, settle } = open<string>();
    const waiting = scope.wait(promise);
    expect([scope.isBusy, rests()]).toEqual([false, 1]);
    settle("given");
    expect(await waiting).toBe("given");
    expect([scope.isBusy, rests()]).toEqual([true, 1]);
  });

  test("is busy again when what it waits for has failed", async () => {
    const { scope } = counted();
    await expect(scope.wait(Promise.reject(new Error("no money")))).rejects.toThrow("no money");
    expect(scope.isBusy).toBe(true);
  });

  test("rests as long as it waits for one of several", async () => {
    const { scope } = counted();
    const [first, second] = [open<number>(), open<number>()];
    const both = Promise.all([scope.wait(first.promise), scope.wait(second.promise)]);
    first.settle(1);
    await first.promise;
    await Promise.resolve();
    expect(scope.isBusy).toBe(false);
    second.settle(2);
    expect(await both).toEqual([1, 2]);
    expect(scope.isBusy).toBe(true);
  });

  test("that waits is busy with a body of its own, and tells when that has ended", async () => {
    const { scope, rests } = counted();
    scope.wait(open().promise);
    const { promise, settle } = open<string>();
    const working = scope.work(() => promise);
    expect([scope.isBusy, rests()]).toEqual([true, 1]);
    settle("done");
    expect(await working).toBe("done");
    expect([scope.isBusy, rests()]).toEqual([false, 2]);
    await expect(scope.work(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect([scope.isBusy, rests()]).toEqual([false, 3]);
  });

  test("that waits is busy with a scope inside it, until that waits or ends", () => {
    const { scope, rests } = counted();
    scope.wait(open().promise);
    const [one, other] = [scope.open("live"), scope.open("live")];
    expect(scope.isBusy).toBe(true);
    one.wait(open().promise);
    expect(scope.isBusy).toBe(true);
    other.end();
    expect([scope.isBusy, rests()]).toEqual([false, 3]);
    const deep = one.open("live");
    expect(scope.isBusy).toBe(true);
    deep.end();
    expect(scope.isBusy).toBe(false);
  });

  test("is live where all around it are, and none only makes its result again", () => {
    const { scope } = counted();
    const [live, replaying] = [scope.open("live"), scope.open("replaying")];
    expect([scope, live, replaying, live.open("live")].map(({ isLive }) => isLive)).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(replaying.open("live").isLive).toBe(false);
    expect([scope, live, replaying].map(({ isOver }) => isOver)).toEqual([false, false, false]);
  });

  test("that is over takes out of the world what is in it, and nothing around it", () => {
    const { scope } = counted();
    const middle = scope.open("live");
    const inner = middle.open("live");
    middle.end();
    expect([scope, middle, inner].map(({ isOver }) => isOver)).toEqual([false, true, true]);
    expect([scope, middle, inner].map(({ isLive }) => isLive)).toEqual([true, false, false]);
    expect([scope.isBusy, middle.isBusy]).toEqual([true, false]);
  });

  test("is that of the function that it runs, and over with its end", async () => {
    const { scope, rests } = counted();
    expect(Scope.current()).toBeUndefined();
    const inner = scope.open("live");
    const seen = await inner.run(async () => {
      const before = Scope.current();
      await Promise.resolve();
      return [before, Scope.current()];
    });
    expect(seen[0]).toBe(inner);
    expect(seen[1]).toBe(inner);
    expect([inner.isOver, scope.isOver, rests()]).toEqual([true, false, 1]);
    await expect(scope.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(scope.isOver).toBe(true);
    expect(Scope.current()).toBeUndefined();
  });
});

describe("a durable promise", () => {
  test("is waited for in the scope that awaits it, and only while somebody does", async () => {
    const { scope } = counted();
    const { promise, settle } = open<string>();
    const durable = new DurablePromise(promise);
    const running = scope.run(async () => {
      expect(scope.isBusy).toBe(true);
      return `was ${await durable}`;
    });
    await Promise.resolve();
    expect(scope.isBusy).toBe(false);
    settle("given");
    expect(await running).toBe("was given");
  });

  test("is a promise like any other outside of all scopes", async () => {
    expect(await new DurablePromise(Promise.resolve(1))).toBe(1);
    const failed = new DurablePromise(Promise.reject(new Error("no money")));
    expect(await failed.then(undefined, (error) => (error as Error).message)).toBe("no money");
  });
});

describe("an error on its way to the log", () => {
  const long = "~".repeat(40_000);

  test("has its causes as data", () => {
    const error = new TypeError("no money", { cause: new RangeError("too little") });
    expect(writeError(error)).toEqual({
      ErrorType: "TypeError",
      ErrorMessage: "no money",
      ErrorData: '{"name":"RangeError","message":"too little"}',
    });
    expect(writeError(new Error("plain"))).toEqual({
      ErrorType: "Error",
      ErrorMessage: "plain",
    });
    expect(writeError(new StepInterruptedError())).toEqual({
      ErrorType: "StepInterruptedError",
      ErrorMessage:
        "The step execution process was initiated but failed to reach completion due to an interruption.",
    });
  });

  test("loses its causes where they are too large, then the end of its name and message", () => {
    const causes = new Error("short", { cause: new Error(long) });
    expect(writeError(causes)).toEqual({ ErrorType: "Error", ErrorMessage: "short" });
    const cut = `${"~".repeat(4_000)}...`;
    expect(writeError(new Error(long))).toEqual({ ErrorType: "Error", ErrorMessage: cut });
    const named = Object.assign(new Error("short"), { name: long });
    expect(writeError(named)).toEqual({ ErrorType: cut, ErrorMessage: "short" });
  });

  test("may have 32 KB of JSON, and not a byte more", () => {
    const most = 32 * 1_024 - JSON.stringify({ ErrorType: "Error", ErrorMessage: "" }).length;
    const written = (length: number) =>
      writeError(new Error("~".repeat(length))).ErrorMessage?.length;
    expect(written(most)).toBe(most);
    expect(written(most + 1)).toBe(4_003);
    expect(writeError(new Error("\u00e9".repeat(most / 2 + 1))).ErrorMessage).toHaveLength(4_003);
  });
});

describe("an error on its way back", () => {
  const back = (recorded: ConstructorParameters<typeof OperationError>[1]) => {
    const { name, message, cause } = new OperationError("StepError", recorded);
    return { name, message, cause: cause as Error };
  };

  test("is the cause of what user code gets, with its own chain", () => {
    const ErrorData = JSON.stringify({
      name: "RangeError",
      message: "too little",
      cause: { name: "BankError", message: "closed" },
    });
    const { name, message, cause } = back({
      ErrorType: "TypeError",
      ErrorMessage: "no money",
      ErrorData,
    });
    expect([name, message]).toEqual(["StepError", "no money"]);
    const below = cause.cause as Error;
    expect([cause.name, below.name, (below.cause as Error).name]).toEqual([
      "TypeError",
      "RangeError",
      "BankError",
    ]);
    expect([cause.message, below.message, (below.cause as Error).message]).toEqual([
      "no money",
      "too little",
      "closed",
    ]);
    expect("cause" in (below.cause as Error)).toBe(false);
  });

  test("is a plain one where nothing is said of it", () => {
    const { message, cause } = back(undefined);
    expect([message, cause.name, cause.message, "cause" in cause]).toEqual([
      "",
      "Error",
      "",
      false,
    ]);
  });

  test.each(["", "not json", "null", "3", "{}", '{"name":"Error"}', '{"message":"no"}'])(
    "has no cause where its data is no error: %j",
    (ErrorData) => {
      expect("cause" in back({ ErrorType: "Error", ErrorData }).cause).toBe(false);
    },
  );
});
