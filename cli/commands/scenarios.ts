/** `durable-conformance scenarios`: the four scenarios, model and engine side by side. */
import { DEFAULT_ENGINE } from "../../impl/runner.ts";
import { awsGuarantees } from "../../model/guarantees.ts";
import type { History } from "../../model/history.ts";
import { SCENARIOS } from "../../model/scenarios.ts";
import { simulate } from "../../model/simulate.ts";
import { tabulate } from "../../reports/scenario-table.ts";
import { renderLostReplay } from "../../reports/text/lost.ts";
import { renderScenarios, type ScenarioSection } from "../../reports/text/scenarios.ts";
import type { Arguments } from "../arguments.ts";
import { engineName } from "../flags.ts";
import { LostError } from "../pool/watched-worker.ts";
import { replayOn } from "../replay-on.ts";
import { EXIT } from "../usage-error.ts";

/** @throws UsageError for a wrong flag or setting. */
export function checkScenarios(given: Arguments): void {
  engineName(given);
}

/** Gives the exit code: 1 if the engine's tables differ from the model's. @throws UsageError */
export async function scenarios(given: Arguments): Promise<number> {
  const engine = engineName(given) ?? DEFAULT_ENGINE;
  const json = given.has("--json");
  try {
    const sections = await tabulateOn(engine);
    process.stdout.write(
      json ? `${JSON.stringify(sections, null, 2)}\n` : renderScenarios(engine, sections),
    );
    const same = sections.every(
      (section) => JSON.stringify(section.model) === JSON.stringify(section.engine),
    );
    return same ? EXIT.ok : EXIT.broken;
  } catch (error) {
    if (!(error instanceof LostError)) throw error;
    const lost = { engine, lost: error.message };
    process.stdout.write(
      json ? `${JSON.stringify(lost, null, 2)}\n` : renderLostReplay(engine, error.message),
    );
    return EXIT.broken;
  }
}

async function tabulateOn(engine: string): Promise<readonly ScenarioSection[]> {
  const cases = SCENARIOS.map((scenario) => scenario.case);
  const answers = await replayOn(engine, cases);
  return SCENARIOS.map(({ number, title, case: case_ }, index) => ({
    number,
    title,
    model: tabulate(simulate(case_, awsGuarantees), "step-2"),
    engine: tabulate(answers[index]?.history as History, "step-2"),
  }));
}
