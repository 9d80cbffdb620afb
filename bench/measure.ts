/**
 * One repetition: how many executions a contender ends in a stretch of real time.
 *
 * With several in flight the clock starts once as many have ended as are in flight, and stops
 * before the last are waited for, so that filling and draining the pipe are not counted.
 */
import { cpuTime, now } from "./clock.ts";
import type { Contender } from "./contenders/contender.ts";

export interface Sample {
  readonly executions: number;
  readonly invocations: number;
  readonly milliseconds: number;
  /** Of all threads; divided by `milliseconds`, how many cores were busy. */
  readonly cpuMilliseconds: number;
}

export async function measure(contender: Contender, milliseconds: number): Promise<Sample> {
  const { inFlight, casesEach = 1 } = contender;
  let ended = 0;
  let invocations = 0;
  const marks: { start?: Mark; stop?: Mark } = {};
  const lane = async () => {
    while (marks.stop === undefined) {
      const taken = await contender.execute();
      invocations += taken;
      ended += casesEach;
      const { start } = marks;
      if (start === undefined) {
        if (ended >= inFlight) marks.start = mark(ended, invocations);
      } else if (now() - start.at >= milliseconds) {
        marks.stop ??= mark(ended, invocations);
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return between(marks.start as Mark, marks.stop as Mark);
}

interface Mark {
  readonly at: number;
  readonly cpu: number;
  readonly ended: number;
  readonly invocations: number;
}

function mark(ended: number, invocations: number): Mark {
  return { at: now(), cpu: cpuTime(), ended, invocations };
}

function between(start: Mark, stop: Mark): Sample {
  return {
    executions: stop.ended - start.ended,
    invocations: stop.invocations - start.invocations,
    milliseconds: stop.at - start.at,
    cpuMilliseconds: stop.cpu - start.cpu,
  };
}
