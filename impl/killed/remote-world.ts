/** The `World` as an invocation in a process of its own has it: each call waits for its answer. */
import { copyData } from "../backend/copy-data.ts";
import { ServiceError } from "../backend/wire.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { World } from "../simulated/world.ts";
import type { BlockingPipe } from "./frames.ts";
import { goWithParent } from "./lifeline.ts";
import { CALLS, type Call, type Reply } from "./messages.ts";

export class RemoteWorld {
  private readonly pipe: BlockingPipe;
  private readonly clock: VirtualClock;
  private readonly random: { readonly state: number };
  /** What the last reply has told; nothing changes there while nothing is called. */
  private told: Pick<Reply, "next" | "recordedEnd"> = { next: 0, recordedEnd: undefined };

  constructor(pipe: BlockingPipe, clock: VirtualClock, random: { readonly state: number }) {
    this.pipe = pipe;
    this.clock = clock;
    this.random = random;
  }

  /** All that an invocation reaches. */
  world(): World {
    const remote = this.proxies();
    const advance = (until: number) => {
      const { next } = this.told;
      if (next !== undefined && next <= until) remote.elsewhere.advance(until);
      this.clock.now = until;
    };
    const service = Object.defineProperty({ ...remote.service }, "recordedEnd", {
      get: () => this.told.recordedEnd,
    });
    return { ...remote, service, elsewhere: { advance } };
  }

  private proxies(): World {
    const parts = Object.entries(CALLS).map(([part, methods]) => {
      const calls = methods.map((method) => [
        method,
        (...parameters: unknown[]) => this.call(part, method, parameters),
      ]);
      return [part, Object.fromEntries(calls)];
    });
    return Object.fromEntries(parts) as World;
  }

  /** @throws ServiceError where the service has thrown one. */
  private call(part: string, method: string, parameters: readonly unknown[]): unknown {
    const { now } = this.clock;
    const random = this.random.state;
    const call: Call = { kind: "call", part, method, parameters, now, random };
    const reply = this.pipe.ask(call) as Reply | undefined;
    if (reply === undefined) goWithParent();
    this.told = reply;
    const { outcome } = reply;
    if ("value" in outcome) return copyData(outcome.value);
    const { name, message, status } = outcome.refused;
    throw new ServiceError(name, message, status);
  }
}
