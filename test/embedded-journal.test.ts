/** The journal of the embedded engine by itself: what it sends, what it learns, when it asks for news. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type {
  CheckpointReply,
  CheckpointRequest,
  Page,
  StateRequest,
  WireOperation,
  WireUpdate,
} from "../impl/backend/wire.ts";
import { Journal } from "../impl/embedded/journal.ts";

afterEach(() => vi.restoreAllMocks());

const turn = () => new Promise((resolve) => setImmediate(resolve));

function update(Id: string, more: Partial<WireUpdate> = {}): WireUpdate {
  return { Id, Type: "STEP", Action: "START", ...more };
}

function entry(Id: string, more: Partial<WireOperation> = {}): WireOperation {
  return { Id, Type: "STEP", Status: "STARTED", ...more } as WireOperation;
}

/** A journal on a service that answers as it is told, and all that happens. */
function journalOn(
  reply: (request: CheckpointRequest) => CheckpointReply | Promise<CheckpointReply> = () => ({}),
  page: Page = { Operations: [] },
) {
  const calls: CheckpointRequest[] = [];
  const asked: StateRequest[] = [];
  const told: unknown[] = [];
  const journal = new Journal({
    invocation: {
      arn: "arn",
      token: "token-0",
      page,
      transport: {
        checkpoint: async (request: CheckpointRequest) => {
          calls.push(request);
          return await reply(request);
        },
        getExecutionState: async (request: StateRequest) => {
          asked.push(request);
          return { Operations: [entry(`page ${request.Marker}`)] };
        },
      },
    },
    onRest: () => told.push("rest"),
    onFailure: (error) => told.push(error),
  });
  const sent = () => calls.map(({ Updates }) => Updates?.map(({ Id }) => Id));
  return { journal, calls, asked, told, sent };
}

describe("what it sends", () => {
  test("what is written in one turn goes along, what is written meanwhile in the next call", async () => {
    const { journal, sent, told } = journalOn();
    const written = [journal.write(update("1")), journal.write(update("2"))];
    expect(journal.isBusy).toBe(true);
    expect(sent()).toEqual([]);
    await Promise.resolve();
    expect(sent()).toEqual([["1", "2"]]);
    written.push(journal.write(update("3")));
    await Promise.all(written);
    await journal.settled();
    expect(sent()).toEqual([["1", "2"], ["3"]]);
    expect([journal.isBusy, told]).toEqual([false, ["rest"]]);
  });

  test("each call has the token of the last reply, or the one before where it has none", async () => {
    const tokens = ["token-1", undefined, "token-3"];
    const { journal, calls } = journalOn(() => {
      const CheckpointToken = tokens.shift();
      return CheckpointToken === undefined ? {} : { CheckpointToken };
    });
    for (const id of ["1", "2", "3", "4"]) await journal.write(update(id));
    expect(calls.map(({ CheckpointToken }) => CheckpointToken)).toEqual([
      "token-0",
      "token-1",
      "token-1",
      "token-3",
    ]);
    expect(new Set(calls.map(({ DurableExecutionArn }) => DurableExecutionArn))).toEqual(
      new Set(["arn"]),
    );
  });

  test("nothing more once a call has failed: what was written is never recorded", async () => {
    const refused = new Error("refused");
    const { journal, sent, told } = journalOn(() => Promise.reject(refused));
    let recorded = 0;
    const count = () => {
      recorded += 1;
    };
    journal.write(update("1")).then(count);
    await turn();
    journal.write(update("2")).then(count);
    await turn();
    expect([sent(), told, recorded, journal.isBusy]).toEqual([[["1"]], [refused], 0, true]);
  });

  test("an update is written when the log here says so too", async () => {
    const { journal } = journalOn(({ Updates = [] }) => ({
      NewExecutionState: { Operations: Updates.map(({ Id }) => entry(Id)) },
    }));
    expect(journal.get("1")).toBeUndefined();
    await journal.write(update("1"));
    expect(journal.get("1")).toEqual(entry("1"));
  });

  test("a call of exactly 750 KB is one", async () => {
    const empty = JSON.stringify(update("1", { Payload: "" })).length * 2;
    const half = (750 * 1_024 - empty) / 2;
    for (const [more, count] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const { journal, calls } = journalOn();
      const first = journal.write(update("1", { Payload: "~".repeat(Math.floor(half)) }));
      const second = update("2", { Payload: "~".repeat(Math.ceil(half) + more) });
      await Promise.all([first, journal.write(second)]);
      expect(calls).toHaveLength(count);
    }
  });
});

describe("what it learns", () => {
  test("all pages of the log it starts with, asked for with the token that it has", async () => {
    const { journal, asked } = journalOn(undefined, {
      Operations: [entry("first")],
      NextMarker: "2",
    });
    await journal.open();
    expect(asked).toEqual([
      { DurableExecutionArn: "arn", CheckpointToken: "token-0", Marker: "2" },
    ]);
    expect([journal.get("first")?.Id, journal.get("page 2")?.Id]).toEqual(["first", "page 2"]);
  });

  test("the news of a reply, which wake who waits for them, once, and nobody else", async () => {
    const { journal } = journalOn(() => ({ NewExecutionState: { Operations: [entry("1")] } }));
    const woken: string[] = [];
    journal.changed("1").then(() => woken.push("1"));
    journal.changed("2").then(() => woken.push("2"));
    await journal.write(update("3"));
    await turn();
    expect(woken).toEqual(["1"]);
    await journal.write(update("4"));
    await turn();
    expect(woken).toEqual(["1"]);
  });
});

describe("when it asks for news", () => {
  const at = (milliseconds: number) => new Date(milliseconds);

  async function delaysFor(...entries: readonly WireOperation[]) {
    vi.spyOn(Date, "now").mockReturnValue(1_000_000);
    const timers: number[] = [];
    const set = vi.spyOn(globalThis, "setTimeout").mockImplementation(((
      _: () => void,
      delay: number,
    ) => {
      timers.push(delay);
      return timers.length as unknown as NodeJS.Timeout;
    }) as never);
    const cleared: unknown[] = [];
    vi.spyOn(globalThis, "clearTimeout").mockImplementation(((timer: unknown) => {
      cleared.push(timer);
    }) as never);
    const page = { Operations: [...entries] };
    const learnt = journalOn(() => ({ NewExecutionState: page }), page);
    await learnt.journal.open();
    for (const { Id } of entries) void learnt.journal.changed(Id);
    return { ...learnt, timers, cleared, set };
  }

  test("when the timer of an operation fires, now if it has, at the latest when timers can", async () => {
    const retry = (ms: number) => ({ StepDetails: { NextAttemptTimestamp: at(ms) } });
    const wait = { Type: "WAIT", WaitDetails: { ScheduledEndTimestamp: at(1_007_000) } } as const;
    const { timers, sent } = await delaysFor(
      entry("1", retry(1_005_000)),
      entry("2", wait),
      entry("3", retry(900_000)),
      entry("4", retry(1_000_000 + 2 ** 40)),
      entry("5"),
      entry("6", { Type: "CALLBACK" }),
    );
    expect(timers).toEqual([5_000, 7_000, 0, 2 ** 31 - 1]);
    expect(sent()).toEqual([]);
  });

  test("the timer sends a call without updates", async () => {
    const wait = { Type: "WAIT", WaitDetails: { ScheduledEndTimestamp: at(1_007_000) } } as const;
    const { set, journal, sent } = await delaysFor(entry("1", wait));
    const [fire] = set.mock.calls[0] ?? [];
    (fire as () => void)();
    await journal.settled();
    expect(sent()).toEqual([[]]);
  });

  test("no timer is left behind by who is woken, nor when it closes", async () => {
    const wait = (ms: number) =>
      ({ Type: "WAIT", WaitDetails: { ScheduledEndTimestamp: at(ms) } }) as const;
    const { journal, cleared } = await delaysFor(
      entry("1", wait(1_007_000)),
      entry("2", wait(1_008_000)),
    );
    expect(cleared).toEqual([]);
    journal.close();
    expect(cleared).toEqual([1, 2]);
    journal.close();
    expect(cleared).toEqual([1, 2]);

    const woken = await delaysFor(entry("1", wait(1_007_000)));
    await woken.journal.write(update("9"));
    await Promise.resolve();
    expect(woken.cleared).toEqual([1]);
    woken.journal.close();
    expect(woken.cleared).toEqual([1]);
  });
});
