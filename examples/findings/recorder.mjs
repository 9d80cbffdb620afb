/**
 * Records what passes between an SDK and the service while a script runs, and which bodies run, in the
 * order in which it happens. The SDK stays as it is: only its client and the context that the handler
 * is given are looked at from outside. Why an invocation ended without an answer can't be seen there.
 */

/**
 * Gives the SDK to run the script with, and the `events`. Each has the `invocation` that it is of, and
 * `at`, the milliseconds since the first; by its `kind` also
 * - `started`: how many `operations` of the log came with it
 * - `called`, `refused`: its `updates`, and the `error`
 * - `replied`: which operations it brings `news` of
 * - `polled`: how many calls without updates there were in a row
 * - `read`: a further page of the log
 * - `ran`: the body of the `operation`
 * - `answered`: its `status`, and what was `said`: the result or the error, in short
 * - `threw`: the `error`
 */
export function record(sdk) {
  const events = [];
  const names = new Map();
  const began = Date.now();
  let invocation = 0;
  const adder = (number) => (kind, details) => {
    events.push({ kind, invocation: number, at: Date.now() - began, ...details });
  };

  function newInput(initial, client) {
    invocation += 1;
    const add = adder(invocation);
    add("started", { operations: initial.InitialExecutionState.Operations.length });
    return new sdk.DurableExecutionInvocationInputWithClient(initial, observed(client, add));
  }

  function observed(client, add) {
    return {
      async checkpoint(request) {
        const updates = (request.Updates ?? []).map((update) => describe(update, names));
        if (updates.length > 0) add("called", { updates });
        else addPoll(events, add);
        try {
          const reply = await client.checkpoint(request);
          const operations = reply.NewExecutionState?.Operations ?? [];
          const news = operations.map((operation) => describe(operation, names));
          if (updates.length > 0 || news.length > 0) add("replied", { news });
          return reply;
        } catch (error) {
          add("refused", { updates, error: inShort(error) });
          throw error;
        }
      },
      async getExecutionState(request) {
        add("read", {});
        return client.getExecutionState(request);
      },
    };
  }

  function withDurableExecution(handler, ...others) {
    const add = adder(invocation);
    const ran = (operation) => add("ran", { operation });
    const durable = sdk.withDurableExecution(
      (given, context) => handler(given, watched(context, ran)),
      ...others,
    );
    return async (...given) => {
      try {
        const answer = await durable(...given);
        const said = String(answer.Error?.ErrorMessage ?? answer.Result ?? "").slice(0, 60);
        add("answered", { status: answer.Status, said });
        return answer;
      } catch (error) {
        add("threw", { error: inShort(error) });
        throw error;
      }
    };
  }

  const DurableExecutionInvocationInputWithClient = newInput;
  return {
    sdk: { ...sdk, DurableExecutionInvocationInputWithClient, withDurableExecution },
    events,
  };
}

function addPoll(events, add) {
  const last = events.at(-1);
  if (last?.kind === "polled") last.polls += 1;
  else add("polled", { polls: 1 });
}

/** An update or an operation of the log, such as `START charge`. */
function describe({ Id, Name, SubType, Type, Action, Status }, names) {
  if (!names.has(Id))
    names.set(Id, Name ?? (Type === "EXECUTION" ? "execution" : (SubType ?? Type)));
  return { what: Action ?? Status, operation: names.get(Id) };
}

function inShort(error) {
  return `${error.name}: ${String(error.message).split("\n")[0]}`;
}

/** The methods whose functions are bodies: code of the user's that is no workflow. */
const BODIES = ["step", "waitForCondition", "waitForCallback"];

/** A context that tells which bodies run, and so do those below it. */
function watched(context, ran) {
  return new Proxy(context, {
    get(target, key) {
      const method = Reflect.get(target, key);
      if (typeof method !== "function") return method;
      return (...given) => {
        const [name] = given;
        const operation = typeof name === "string" ? name : key;
        const enter = BODIES.includes(key) ? () => ran(operation) : () => {};
        return method.apply(
          target,
          given.map((each) => watchedArgument(each, enter, ran)),
        );
      };
    },
  });
}

function watchedArgument(given, enter, ran) {
  if (Array.isArray(given)) return given.map((each) => watchedArgument(each, enter, ran));
  if (typeof given?.func === "function") {
    return { ...given, func: watchedArgument(given.func, enter, ran) };
  }
  if (typeof given !== "function") return given;
  return (...values) => {
    enter();
    const isContext = (value) => typeof value?.runInChildContext === "function";
    return given(...values.map((value) => (isContext(value) ? watched(value, ran) : value)));
  };
}
