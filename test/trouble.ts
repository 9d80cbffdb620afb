/** Which generated cases get a troubled engine (test/engines/) into trouble: the model knows. */
import { createRunner, type Runner } from "../impl/runner.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { PROPERTIES } from "../properties/all.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { TROUBLE } from "./engines/troubled.ts";

/** The numbers of those among the first cases of a batch. */
export function inTrouble(seed: number, cases: number, batch = 0): number[] {
  return [...drawBatch(seed, batch, cases).entries()]
    .filter(([, case_]) => isTroubled(simulate(case_, awsGuarantees)))
    .map(([caseNumber]) => caseNumber);
}

/** A seed with `count` such cases among its first, neither the first nor the last of them, and no other mistake. */
export async function seedInTrouble(count: number, cases: number): Promise<number> {
  const runner = await createRunner("aws-sdk@2.4.0");
  for (let seed = 0; seed < 1_000; seed += 1) {
    const numbers = inTrouble(seed, cases);
    const inside = numbers[0] !== 0 && numbers.at(-1) !== cases - 1;
    if (numbers.length === count && inside && (await isRight(seed, cases, runner))) return seed;
  }
  throw new Error(`No seed has ${count} such cases among its first ${cases}`);
}

/** A seed whose second batch has such a case among its first ten, and whose first batch has none before its 30th. */
export function seedInLaterTrouble(): number {
  for (let seed = 0; seed < 1_000; seed += 1) {
    const [first] = inTrouble(seed, 100);
    if (first !== undefined && first >= 30 && inTrouble(seed, 10, 1).length > 0) return seed;
  }
  throw new Error("No seed has its first such cases late, and others early in its second batch");
}

/** The SDK has mistakes of its own: a seed that meets one tells nothing of trouble. */
async function isRight(seed: number, cases: number, runner: Runner): Promise<boolean> {
  for (const case_ of drawBatch(seed, 0, cases)) {
    const { failure } = await judgeCase(case_, runner, PROPERTIES);
    if (failure !== undefined) return false;
  }
  return true;
}

function isTroubled(history: History): boolean {
  return history.some((event) => event.kind === "operation-called" && event.operation === TROUBLE);
}
