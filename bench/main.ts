/**
 * `npm run bench [-- SECTION... --quick --json FILE --docs]`: this harness, the official test
 * runner, the bare SDK and the model, in one run. See docs/benchmarks.md.
 */
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { SMOKE_RUN, WHOLE_RUN } from "./plan.ts";
import { type Result, renderResult, writePage, writeResults } from "./report-file.ts";
import { SECTION_NAMES, type SectionName, sectionOf, USUAL_SECTIONS } from "./sections.ts";

const USAGE = `Usage: npm run bench [-- SECTION... --quick --json FILE --docs]
  SECTION      ${USUAL_SECTIONS.slice(0, 5).join(", ")},
               ${USUAL_SECTIONS.slice(5).join(", ")}: all of these where none is named;
               memory: a million cases, with and without interruptions,
               and 100,000 drawn ones
  --quick      a smoke run: enough to see that all works, too little to go by
  --json FILE  also write the sections as JSON, into the file if it is there
  --docs       then put the tables of docs/benchmarks.json into docs/benchmarks.md;
               with no section named, do only that`;

const WRONG_USAGE = 64;

async function main(): Promise<void> {
  const { sections, quick, json, docs, help } = readArguments();
  if (help) return print(USAGE);
  for (const name of sections) {
    const result = await measure(name, quick);
    print(`== ${name}: ${renderResult(name, result)}\n`);
    if (json !== undefined) writeResults(json, { [name]: result });
  }
  if (docs) writePage();
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        json: { type: "string" },
        docs: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const unknown = positionals.find((name) => !SECTION_NAMES.includes(name as SectionName));
    if (unknown !== undefined) throw new Error(`There is no section ${JSON.stringify(unknown)}.`);
    const named = positionals as SectionName[];
    const onlyDocs = values.docs && values.json === undefined;
    return { ...values, sections: named.length > 0 || onlyDocs ? named : USUAL_SECTIONS };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    return process.exit(WRONG_USAGE);
  }
}

async function measure(name: SectionName, quick: boolean): Promise<Result> {
  const [before = 0] = loadavg();
  const startedAt = performance.now();
  const value = await sectionOf(name).measure(quick ? SMOKE_RUN : WHOLE_RUN, tell);
  const seconds = (performance.now() - startedAt) / 1_000;
  const [after = 0] = loadavg();
  const load = [before, after] as const;
  return { node: process.versions.node, cores: availableParallelism(), seconds, load, value };
}

/** Progress goes to the error stream, and only where somebody looks. */
function tell(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${progress}`);
}

function print(text: string): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  process.stdout.write(`${text}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\nThe benchmark failed. ${(error as Error).message}\n`);
  process.exitCode = 1;
}
