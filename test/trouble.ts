/** Which generated cases get a troubled engine (test/engines/) into trouble: the model knows. */
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { TROUBLE } from "./engines/troubled.ts";

/** The numbers of those among the first cases of a seed. */
export function inTrouble(seed: number, cases: number): number[] {
  return [...drawBatch(seed, 0, cases).entries()]
    .filter(([, case_]) =>
      simulate(case_, awsGuarantees).some(
        (event) => event.kind === "operation-called" && event.operation === TROUBLE,
      ),
    )
    .map(([caseNumber]) => caseNumber);
}

/** A seed with `count` such cases among its first, neither the first nor the last of them. */
export function seedInTrouble(count: number, cases: number): number {
  for (let seed = 0; seed < 1_000; seed += 1) {
    const numbers = inTrouble(seed, cases);
    const inside = numbers[0] !== 0 && numbers.at(-1) !== cases - 1;
    if (numbers.length === count && inside) return seed;
  }
  throw new Error(`No seed has ${count} such cases among its first ${cases}`);
}
