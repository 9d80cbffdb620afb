/**
 * The program of a process that runs handlers, for whoever conducts the execution and may kill it at
 * any call: `node handler-process.ts ENGINE`. It runs one invocation after the other; warm, as long as
 * it lives.
 */
import { flushCompileCache } from "node:module";
import { installGlobals } from "../interrupt/globals.ts";
import { VirtualClock } from "../interrupt/virtual-clock.ts";
import { loadEngine } from "../load-engine.ts";
import { Invocation } from "../simulated/invocation.ts";
import type { InvocationEnd } from "../simulated/invocation-end.ts";
import { BlockingPipe } from "./frames.ts";
import { goWithParent, watchParent } from "./lifeline.ts";
import { CALLS_FD, type FromProcess, LIFELINE_FD, type Start } from "./messages.ts";
import { RemoteWorld } from "./remote-world.ts";

const pipe = new BlockingPipe(CALLS_FD);
watchParent(LIFELINE_FD);

async function main(name: string): Promise<void> {
  try {
    const { engine } = await loadEngine(name);
    // Nothing is left of it otherwise: that is written at the end of a process, and this one has none.
    flushCompileCache();
    tell({ kind: "ready" });
    let current: Invocation | undefined;
    process.on("unhandledRejection", (error) => current?.escaped(error));
    let execution = 0;
    let clock = new VirtualClock();
    let globals = installGlobals(clock, 0);
    for (;;) {
      const start = pipe.read() as Start | undefined;
      if (start === undefined) goWithParent();
      if (start.execution !== execution) {
        ({ execution } = start);
        globals.restore();
        clock = new VirtualClock();
        globals = installGlobals(clock, start.random);
      }
      const { random } = globals;
      clock.now = start.now;
      random.state = start.random;
      const world = new RemoteWorld(pipe, clock, random).world();
      current = new Invocation(start.invocation, engine, clock, world, random);
      const end = plainEnd(await current.run());
      tell({ kind: "ended", end, now: clock.now, random: current.fence.randomState });
    }
  } catch (error) {
    tell({ kind: "unusable", message: error instanceof Error ? error.message : String(error) });
  }
}

/** What the conductor needs of it; the rest is the engine's, and may be anything. */
function plainEnd(end: InvocationEnd): InvocationEnd {
  switch (end.kind) {
    case "answered":
      return { kind: "answered", answer: { Status: end.answer.Status } };
    case "threw":
      return { kind: "threw", error: undefined };
    default:
      return end;
  }
}

function tell(message: FromProcess): void {
  if (!pipe.write(message)) goWithParent();
}

await main(process.argv[2] as string);
process.exit(0);
