/**
 * What emitted scripts have in common (`replay FILE --report script=…`): bodies, crashes, and what is
 * printed. It is a part of a script and not one by itself: the script begins with `crashes`, `ends`
 * and `workflow`, and has the service and `run` of ../findings after this.
 */
let invocation;
const reached = new Map();
const starts = new Map();

/** Counts that this point is reached, and cuts the invocation off if it is to be. */
function at(...words) {
  const point = words.join(" ");
  const count = (reached.get(point) ?? 0) + 1;
  reached.set(point, count);
  const strikes = crashes.some(([where, time]) => where === point && time === count);
  if (!strikes) return undefined;
  console.log("  crash: " + point);
  return invocation.crash();
}

/** What a body does the n-th time it starts; the last one repeats. */
async function runBody(name, runs) {
  const run = (starts.get(name) ?? 0) + 1;
  starts.set(name, run);
  console.log("  " + name + ": body starts, run " + run);
  await at("body-entered", name);
  const [does, milliseconds] = runs[Math.min(run, runs.length) - 1];
  if (milliseconds > 0) await sleep(milliseconds);
  await at("body-finished", name);
  if (does === "throw") throw new Error(name + "#" + run + " failed");
  return name + "#" + run;
}

const body = (name, runs, padding) => async () => (await runBody(name, runs)) + "~".repeat(padding);
const poll = (name, runs) => async (state) => {
  await runBody(name, runs);
  return state + 1;
};

/** Awaits an operation and tells what the handler is given. */
async function settle(name, [promise], onError) {
  try {
    const value = await promise;
    console.log("  " + name + " gives " + String(JSON.stringify(value)).slice(0, 200));
    await at("operation-resolved", name);
    return value;
  } catch (error) {
    const cause = error.cause === undefined ? "" : " caused by " + error.cause?.name;
    console.log("  " + name + " throws " + error.name + cause + ": " + error.message);
    await at("operation-resolved", name);
    if (onError === "throw") throw error;
    return null;
  }
}

async function main(limitSeconds) {
  process.on("unhandledRejection", (error) => console.log("  nobody handles " + error));
  const strikes = (edge, updates) =>
    updates.some(({ Name, Action }) => at(edge, Name, Action) !== undefined);
  const outcome = await run(
    sdk,
    async (context, live) => {
      invocation = live;
      console.log("invocation " + live.number);
      await at("invocation-started");
      return workflow(context);
    },
    {
      limitSeconds,
      invocations: 50,
      outside: ({ Name, Type }) =>
        ends[Name] ??
        (Type === "CALLBACK"
          ? Object.entries(ends).find(([name]) => name.endsWith("-callback"))?.[1]
          : undefined),
      fault: ({ updates }) =>
        strikes("checkpoint-requested", updates) ? new Error("cut off") : undefined,
      reply: (reply, { updates }) => {
        const isCut =
          strikes("checkpoint-recorded", updates) || strikes("checkpoint-replied", updates);
        return isCut ? new Promise(() => {}) : reply;
      },
    },
  );
  for (const [index, { answer, threw, crashed, seconds }] of outcome.invocations.entries()) {
    const end = crashed
      ? "was cut off"
      : threw
        ? "threw " + threw.message
        : answer
          ? "answered " + answer.Status
          : "ran into its limit";
    console.log("invocation " + (index + 1) + " " + end + " after " + seconds.toFixed(1) + " s");
  }
  console.log(
    "execution " +
      outcome.status +
      " " +
      String(outcome.error?.ErrorMessage ?? outcome.result ?? "").slice(0, 200),
  );
  // Timers that are left must not keep the process alive.
  process.exit(0);
}
