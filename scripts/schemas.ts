/** The JSON Schemas of the files that people keep, for editors and others. */
import { fileURLToPath } from "node:url";
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";
import { Event } from "../model/history.ts";
import { Comparison } from "../reports/comparison.ts";
import { Counterexample } from "../reports/counterexample.ts";
import { ExplorationReport } from "../reports/exploration-report.ts";
import { KnownFinding } from "../reports/known-finding.ts";
import { RecordedHistoryFile } from "../reports/recorded-history.ts";
import { RunReport } from "../reports/run-report.ts";

export const SCHEMAS_FOLDER = fileURLToPath(new URL("../schemas/", import.meta.url));

const SCHEMAS = {
  case: Case,
  comparison: Comparison,
  counterexample: Counterexample,
  "exploration-report": ExplorationReport,
  history: Schema.Array(Event),
  "known-finding": KnownFinding,
  "recorded-history": RecordedHistoryFile,
  "run-report": RunReport,
};

/** By the name of the file in that folder, its text. */
export function renderSchemas(): readonly (readonly [file: string, text: string])[] {
  return Object.entries(SCHEMAS).map(([name, schema]) => {
    const { schema: root, definitions } = Schema.toJsonSchemaDocument(schema);
    const document = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: `durable-conformance ${name}`,
      ...root,
      ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions }),
    };
    return [`${name}.schema.json`, `${JSON.stringify(document, null, 2)}\n`];
  });
}
