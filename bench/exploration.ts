/**
 * How fast the model is explored, beside SPIN on the same protocol: three steps of three attempts
 * under up to twelve interruptions. Both explore it to the end, one after the other in each round.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { compileVerifier, HOW_TO_INSTALL, missingPrograms } from "../model/promela/spin.ts";
import { HEAVY } from "../model/promela/workflows.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface ExplorationRequest {
  readonly interruptions: number;
}

/** One exploration to the end. */
export interface Explored {
  /** Counted once for each number of interruptions before, as SPIN counts them. */
  readonly states: number;
  readonly distinct: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** `distinct` are the states of the model that were gone through one by one, in the same time. */
export type ExplorationComparison =
  | {
      readonly kind: "compared";
      readonly model: Side;
      readonly distinct: Side;
      readonly spin: Side;
      /** States a second of the model by those of SPIN, and SPIN's time by the model's. */
      readonly rate: Spread;
      readonly time: Spread;
    }
  /** SPIN is not there, and why. */
  | {
      readonly kind: "alone";
      readonly model: Side;
      readonly distinct: Side;
      readonly reason: string;
    };

export interface Side {
  readonly states: number;
  readonly seconds: Spread;
  readonly perSecond: Spread;
}

const INTERRUPTIONS = 12;
/** Until the compiler of Node has seen enough of it. */
const WARM_UPS = 3;
const SCRIPT = fileURLToPath(new URL("exploration-process.ts", import.meta.url));

export async function compareExploration(rounds: number): Promise<ExplorationComparison> {
  const child = fork(SCRIPT, { execArgv: [] });
  const missing = missingPrograms();
  const verifier = missing.length > 0 ? undefined : compileVerifier([HEAVY]);
  try {
    const explore = async (): Promise<Explored> => {
      child.send({ interruptions: INTERRUPTIONS } satisfies ExplorationRequest);
      const [explored] = await once(child, "message");
      return explored as Explored;
    };
    for (let time = 0; time < WARM_UPS; time += 1) await explore();
    const model: Explored[] = [];
    const spin: Timed[] = [];
    for (let round = 0; round < rounds; round += 1) {
      model.push(await explore());
      if (verifier !== undefined) spin.push(verifier.outcomes(0, INTERRUPTIONS));
    }
    if (verifier === undefined) {
      const reason = `${missing.join(" and ")} cannot be run. ${HOW_TO_INSTALL}`;
      return { kind: "alone", ...sidesOf(model), reason };
    }
    const ratios = (of: (model: Timed, spin: Timed) => number) =>
      spreadOf(model.map((each, round) => of(each, spin[round] as Timed)));
    return {
      kind: "compared",
      ...sidesOf(model),
      spin: sideOf(spin),
      rate: ratios((ours, theirs) => rateOf(ours) / rateOf(theirs)),
      time: ratios((ours, theirs) => theirs.seconds / ours.seconds),
    };
  } finally {
    verifier?.dispose();
    child.kill();
  }
}

type Timed = Pick<Explored, "states" | "seconds">;

function rateOf({ states, seconds }: Timed): number {
  return states / seconds;
}

function sidesOf(model: readonly Explored[]) {
  const distinct = model.map(({ distinct, seconds }) => ({ states: distinct, seconds }));
  return { model: sideOf(model), distinct: sideOf(distinct) };
}

function sideOf(all: readonly Timed[]): Side {
  return {
    states: (all[0] as Timed).states,
    seconds: spreadOf(all.map(({ seconds }) => seconds)),
    perSecond: spreadOf(all.map(rateOf)),
  };
}
