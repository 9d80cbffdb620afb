/**
 * An independent second opinion on the model: SPIN explores `step-protocol.pml` and the explorer
 * explores the TypeScript model, for the same small workflows and interruptions; both must reach
 * the same outcomes, and the assertions must hold. docs/promela.md says more.
 *
 * Exit code: 0 all agree, 1 a difference or a broken assertion, 2 SPIN or gcc is not there.
 */
import {
  type Comparison,
  columnsOf,
  compare,
  describeDifference,
  HEADINGS,
  worldOf,
} from "./compare.ts";
import { modelOutcomes } from "./outcomes.ts";
import { compileVerifier, HOW_TO_INSTALL, missingPrograms, type Verifier } from "./spin.ts";
import { HEAVY, oneStep, type Subject, threeOperations, twoOperations } from "./workflows.ts";

const HEAVY_INTERRUPTIONS = 12;

function main(): number {
  const missing = missingPrograms();
  if (missing.length > 0) {
    console.error(`Cannot run ${missing.join(" and ")}, so nothing was checked. ${HOW_TO_INSTALL}`);
    return 2;
  }
  const subjects = [...oneStep(), ...twoOperations(), ...threeOperations()];
  const workflows = [...subjects.map(({ workflow }) => workflow), HEAVY];
  const verifier = compileVerifier(workflows);
  try {
    const agreed = compareAll(verifier, subjects);
    const endless = findEndless(verifier, subjects);
    measure(verifier, workflows.length - 1);
    return agreed && !endless ? 0 : 1;
  } finally {
    verifier.dispose();
  }
}

function compareAll(verifier: Verifier, subjects: readonly Subject[]): boolean {
  console.log(HEADINGS);
  const comparisons: Comparison[] = [];
  for (const [number, { workflow, interruptions: most }] of subjects.entries()) {
    for (let interruptions = 0; interruptions <= most; interruptions += 1) {
      const comparison = compare(verifier, number, workflow, interruptions);
      console.log(columnsOf(comparison));
      if (!comparison.agrees) console.log(describeDifference(comparison));
      comparisons.push(comparison);
    }
  }
  const sum = (count: (comparison: Comparison) => number) =>
    comparisons.reduce((total, comparison) => total + count(comparison), 0);
  const agreeing = sum(({ agrees }) => (agrees ? 1 : 0));
  console.log(
    `${agreeing} of ${comparisons.length} rows agree (${subjects.length} workflows), ` +
      `${sum(({ spin }) => spin.outcomes.size)} outcomes, ` +
      `${sum(({ spin }) => spin.states)} SPIN states, ${sum(({ model }) => model.states)} TypeScript states`,
  );
  return agreeing === comparisons.length;
}

/** After the last interruption an execution ends: no run of the program goes round for ever. */
function findEndless(verifier: Verifier, subjects: readonly Subject[]): boolean {
  const problems = subjects.flatMap(({ interruptions }, number) =>
    verifier.cycles(number, interruptions).map((problem) => `workflow ${number}: ${problem}`),
  );
  for (const problem of problems) console.log(problem);
  console.log(
    `${subjects.length} workflows searched for runs without an end, ${problems.length} found`,
  );
  return problems.length > 0;
}

function measure(verifier: Verifier, number: number): void {
  const interruptions = HEAVY_INTERRUPTIONS;
  const rate = (states: number, seconds: number) =>
    `${states} states in ${seconds.toFixed(2)} s, ${Math.round(states / seconds)} states per second`;
  const spin = verifier.outcomes(number, interruptions);
  const start = performance.now();
  const model = modelOutcomes(worldOf(HEAVY), { interruptions });
  const seconds = (performance.now() - start) / 1_000;
  console.log(`Speed on three steps of three attempts under ${interruptions} interruptions:`);
  console.log(`  SPIN        ${rate(spin.states, spin.seconds)}`);
  console.log(`  TypeScript  ${rate(model.states, seconds)}`);
}

process.exitCode = main();
