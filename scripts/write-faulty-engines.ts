/**
 * Runs `durable-conformance faulty`, and writes what it found to docs/faulty-engines.json and, as a
 * table, to docs/faulty-engines.md. Takes some minutes. A test holds the documents to the engines.
 */
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FaultyReport } from "../reports/faulty-report.ts";
import { FAULTY_JSON, FAULTY_MARKDOWN, renderFaultyMarkdown } from "./faulty-engines-table.ts";

const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
const words = [main, "faulty", "--json", ...process.argv.slice(2)];
const { status, stdout } = spawnSync(process.execPath, words, {
  encoding: "utf8",
  maxBuffer: 2 ** 30,
  stdio: ["ignore", "pipe", "inherit"],
});
const report = JSON.parse(stdout) as FaultyReport;
await writeFile(FAULTY_JSON, `${JSON.stringify(report, null, 1)}\n`);
const markdown = await readFile(FAULTY_MARKDOWN, "utf8");
await writeFile(FAULTY_MARKDOWN, renderFaultyMarkdown(markdown, report));
process.exitCode = status ?? 1;
