/** `durable-conformance scenarios`: the four scenarios, model and engine side by side. */
import { createRunner, DEFAULT_ENGINE } from "../../impl/runner.ts";
import { SCENARIOS } from "../../model/scenarios.ts";
import { tabulate } from "../../reports/scenario-table.ts";
import { renderScenarios } from "../../reports/text/scenarios.ts";
import { engineName } from "../flags.ts";
import { EXIT } from "../usage-error.ts";

export interface ScenariosFlags {
  readonly engine?: unknown;
  readonly json?: boolean;
}

/** Gives the exit code: 1 if the engine's tables differ from the model's. @throws UsageError. */
export async function scenarios(flags: ScenariosFlags): Promise<number> {
  const engine = await createRunner(engineName(flags.engine ?? DEFAULT_ENGINE));
  const model = await createRunner("model");
  const sections = [];
  for (const { number, title, case: case_ } of SCENARIOS) {
    const [expected, seen] = [await model.run(case_), await engine.run(case_)];
    sections.push({
      number,
      title,
      model: tabulate(expected, "step-2"),
      engine: tabulate(seen, "step-2"),
    });
  }
  if (flags.json === true) process.stdout.write(`${JSON.stringify(sections, null, 2)}\n`);
  else process.stdout.write(renderScenarios(engine.name, sections));
  const same = sections.every(
    (section) => JSON.stringify(section.model) === JSON.stringify(section.engine),
  );
  return same ? EXIT.ok : EXIT.broken;
}
