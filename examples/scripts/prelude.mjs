/**
 * What emitted scripts have in common (`replay FILE --report script=…`): bodies, crashes, and what is
 * printed. It is a part of a script and not one by itself: the script begins with `crashes`, `faults`,
 * `pages`, `ends`, `change` and `workflow`, and has the service and `run` of ../findings after this.
 */
let invocation;
const reached = new Map();
const starts = new Map();

/** Counts that this point is reached, and gives the crash that is to be there. */
function crashAt(...words) {
  const point = words.join(" ");
  const count = (reached.get(point) ?? 0) + 1;
  reached.set(point, count);
  const crash = crashes.find(([where, time]) => where === point && time === count);
  if (crash === undefined) return undefined;
  console.log(`  crash: ${point}`);
  return { restartSeconds: crash[2] };
}

/** Cuts the invocation off if it is to be. */
function at(...words) {
  const crash = crashAt(...words);
  return crash && invocation.crash(crash.restartSeconds);
}

const names = new Map();

/** An operation's own name; the parts of a wait for a callback have none in some versions. */
function nameOf({ Id, Name, ParentId, SubType }) {
  const part = SubType === "Callback" ? "-callback" : "-submitter";
  const name = Name ?? names.get(ParentId) + part;
  names.set(Id, name);
  return name;
}

const calls = new Map();
/** The invocation whose token somebody else has used up. */
let stale;

/** What goes wrong with a call that is known by these words, if anything does. */
function faultOf(words) {
  for (const word of words) calls.set(word, (calls.get(word) ?? 0) + 1);
  const fault = faults.find(
    ({ call, occurrence }) => words.includes(call) && calls.get(call) === occurrence,
  );
  if (fault !== undefined) console.log(`  call goes wrong: ${fault.told}`);
  return fault;
}

function failed({ name, message, status }) {
  const $metadata = status === undefined ? {} : { httpStatusCode: status };
  return Object.assign(new Error(message), { name, $metadata });
}

/** The error of a call that is not recorded, if it is to be none. */
function refusal(number, fault) {
  if (fault?.usesTokenUp && !fault.recorded) stale = { number, error: fault.error };
  if (stale?.number === number) return failed(stale.error);
  return fault?.error && !fault.recorded ? failed(fault.error) : undefined;
}

/** What becomes of the reply of a call that is recorded. */
async function replyOf(reply, fault) {
  if (fault?.seconds) await sleep(fault.seconds * 1_000);
  if (fault?.recorded && !fault.withoutToken) throw failed(fault.error);
  const { CheckpointToken: _, ...withoutToken } = reply;
  return fault?.withoutToken ? withoutToken : reply;
}

/** What a body does the n-th time it starts; the last one repeats. */
async function runBody(name, runs) {
  const run = (starts.get(name) ?? 0) + 1;
  starts.set(name, run);
  console.log(`  ${name}: body starts, run ${run}`);
  await at("body-entered", name);
  const [does, milliseconds] = runs[Math.min(run, runs.length) - 1];
  if (milliseconds > 0) await sleep(milliseconds);
  await at("body-finished", name);
  if (does === "throw") throw new Error(`${name}#${run} failed`);
  return `${name}#${run}`;
}

const body = (name, runs, padding, gives) => async () =>
  odd((await runBody(name, runs)) + "~".repeat(padding), gives);
const poll = (name, runs) => async (state) => {
  await runBody(name, runs);
  return countOf(state) + 1;
};

/** The function of a child context or a branch: a body like any other. */
const inside = (name, block) => async (context) => {
  await at("body-entered", name);
  try {
    return await block(context);
  } finally {
    await at("body-finished", name);
  }
};

/** How many polls a state has seen, whatever it has been through. */
function countOf(state) {
  return typeof state === "object" ? countOf(state?.received ?? 0) : Number(state ?? 0);
}

const ODD = {
  date: () => new Date("2030-01-01T00:00:00.000Z"),
  "not-a-number": () => Number.NaN,
  map: () => new Map([["key", "value"]]),
  holes: () => ({ missing: undefined, list: [undefined, 1] }),
};

/** A result with a part that JSON does not have, or with nothing in its place. */
function odd(result, what) {
  if (what === undefined) return result;
  if (what === "undefined") return undefined;
  if (what === "null") return null;
  return { ...(typeof result === "object" ? result : { result }), odd: ODD[what]() };
}

/** A value as JSON, with what JSON does not have in parentheses. */
function shown(value) {
  if (value === undefined) return "undefined";
  return JSON.stringify(value, function (key, written) {
    const held = this[key];
    if (held instanceof Date) return `(Date ${held.toISOString()})`;
    if (held === undefined) return "(undefined)";
    if (Number.isNaN(held)) return "(NaN)";
    return held instanceof Map ? "(Map)" : written;
  });
}

const writeErrors = (_, value) =>
  value instanceof Error
    ? { "(error)": { name: value.name, message: value.message, cause: value.cause } }
    : value;
const readErrors = (_, value) =>
  value?.["(error)"] === undefined
    ? value
    : Object.assign(new Error(value["(error)"].message), value["(error)"]);

/** How results travel: one takes its time, the other gives back something else than it got. */
const SLOW_MILLISECONDS = 40;
const serdes = {
  slow: {
    async serialize(value) {
      await sleep(SLOW_MILLISECONDS);
      return JSON.stringify(value, writeErrors);
    },
    async deserialize(text) {
      await sleep(SLOW_MILLISECONDS);
      return text === undefined ? undefined : JSON.parse(text, readErrors);
    },
  },
  asymmetric: {
    serialize: async (value) => JSON.stringify({ sent: value }),
    deserialize: async (text) =>
      text === undefined ? undefined : { received: JSON.parse(text).sent ?? null },
  },
};

/** Fails in that use: so often has it written, or read, then, in whichever invocation that is. */
const failOnce = (name, doing, failingUse) => {
  const uses = `${name} (${doing})`;
  const use = (starts.get(uses) ?? 0) + 1;
  starts.set(uses, use);
  if (use !== failingUse) return;
  console.log(`  ${name}: its serdes fails to ${doing}`);
  throw new Error(`the serdes of ${name} could not ${doing}`);
};
const failingOnce = (name, failing, use = 1) => ({
  async serialize(value) {
    if (failing === "write") failOnce(name, "write", use);
    return JSON.stringify(value, writeErrors);
  },
  async deserialize(text) {
    if (failing === "read") failOnce(name, "read", use);
    return text === undefined ? undefined : JSON.parse(text, readErrors);
  },
});

/** How what an outside party answers is read; where that fails, in which use. */
const READ_FAILURES = { "read-fails-once": 1, "read-fails-second": 2, "read-fails-third": 3 };
const readerOf = (kind, read, name) => ({
  serialize: async (value) => JSON.stringify(value),
  async deserialize(text) {
    if (kind === "slow") await sleep(SLOW_MILLISECONDS);
    failOnce(name, "read", READ_FAILURES[kind]);
    if (text === undefined) return undefined;
    return kind === "asymmetric" ? { received: read(text) } : read(text);
  },
});

/** Awaits an operation and tells what the handler is given. */
async function settle(name, [promise], onError) {
  try {
    const value = await promise;
    console.log(`  ${name} gives ${shown(value).slice(0, 200)}`);
    await at("operation-resolved", name);
    return value;
  } catch (error) {
    const cause = error.cause === undefined ? "" : ` caused by ${error.cause?.name}`;
    console.log(`  ${name} throws ${error.name}${cause}: ${error.message}`);
    await at("operation-resolved", name);
    if (onError === "throw") throw error;
    return null;
  }
}

async function main(limitSeconds, input) {
  process.on("unhandledRejection", (error) => console.log(`  nobody handles ${error}`));
  const recorded = new Set();
  /** The fault of the call that is under way: from its arrival to its reply nothing comes between. */
  let fault;
  const strikes = (edge, updates) =>
    updates
      .filter(({ Type }) => Type !== "EXECUTION")
      .some((update) => at(edge, nameOf(update), update.Action) !== undefined);
  const wordsFor = (updates) =>
    updates.length === 0
      ? ["poll"]
      : updates.map((update) =>
          update.Type === "EXECUTION" ? "result" : `${nameOf(update)} ${update.Action}`,
        );
  const isChanged = (number) =>
    change !== undefined && number >= change.fromInvocation && recorded.has(change.operation);
  const outcome = await run(
    sdk,
    async (context, live) => {
      invocation = live;
      const now = isChanged(live.number);
      console.log(`invocation ${live.number}${now ? ", the handler is changed" : ""}`);
      const given = JSON.stringify(live.input) ?? String(live.input);
      if (given !== JSON.stringify(input))
        console.log(`  the handler is given ${given} as its input`);
      await at("invocation-started");
      return now ? changed(context) : workflow(context);
    },
    {
      limitSeconds,
      input,
      ...pages,
      invocations: 50,
      outside: (operation) => ends[nameOf(operation)],
      fault: ({ invocation: number, updates }) => {
        fault = faultOf(wordsFor(updates));
        if (strikes("checkpoint-requested", updates)) return new Error("cut off");
        return refusal(number, fault);
      },
      reply: async (reply, { updates }) => {
        const own = fault;
        for (const update of updates) recorded.add(nameOf(update));
        if (strikes("checkpoint-recorded", updates)) return new Promise(() => {});
        const replied = await replyOf(reply, own);
        return strikes("checkpoint-replied", updates) ? new Promise(() => {}) : replied;
      },
      page: ({ invocation: number }) => refusal(number, faultOf(["page"])),
      answered: () => crashAt("invocation-answered"),
    },
  );
  for (const [index, { answer, threw, crashed, seconds }] of outcome.invocations.entries()) {
    const end = crashed
      ? "was cut off"
      : threw
        ? `threw ${threw.message}`
        : answer
          ? `answered ${answer.Status}`
          : "ran into its limit";
    console.log(`invocation ${index + 1} ${end} after ${seconds.toFixed(1)} s`);
  }
  const told = String(outcome.error?.ErrorMessage ?? outcome.result ?? "");
  console.log(`execution ${outcome.status} ${told.slice(0, 200)}`);
  // Timers that are left must not keep the process alive.
  process.exit(0);
}
