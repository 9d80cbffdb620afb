/** Writes the JSON Schemas of the files that people keep into `schemas/`, for editors and others. */
import { mkdirSync, writeFileSync } from "node:fs";
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";
import { Event } from "../model/history.ts";
import { Comparison } from "../reports/comparison.ts";
import { Counterexample } from "../reports/counterexample.ts";
import { ExplorationReport } from "../reports/exploration-report.ts";
import { KnownFinding } from "../reports/known-finding.ts";
import { RecordedHistoryFile } from "../reports/recorded-history.ts";
import { RunReport } from "../reports/run-report.ts";

const folder = new URL("../schemas/", import.meta.url);
const schemas = {
  case: Case,
  comparison: Comparison,
  counterexample: Counterexample,
  "exploration-report": ExplorationReport,
  history: Schema.Array(Event),
  "known-finding": KnownFinding,
  "recorded-history": RecordedHistoryFile,
  "run-report": RunReport,
};

mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const { schema: root, definitions } = Schema.toJsonSchemaDocument(schema);
  const document = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `durable-conformance ${name}`,
    ...root,
    ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions }),
  };
  writeFileSync(new URL(`${name}.schema.json`, folder), `${JSON.stringify(document, null, 2)}\n`);
}
