/** The results as they are kept: a JSON file, and the tables in docs/benchmarks.md made from it. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SECTION_NAMES, type SectionName, sectionOf } from "./sections.ts";

/** One section as it was measured. */
export interface Result {
  readonly node: string;
  readonly cores: number;
  readonly seconds: number;
  /** How many processes wanted to run at its start and at its end: over `cores`, others took part. */
  readonly load: readonly [number, number];
  readonly value: unknown;
}

export type Results = { readonly [Name in SectionName]?: Result };

const KEPT = fileURLToPath(new URL("../docs/benchmarks.json", import.meta.url));
export const PAGE = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));

/** Adds the sections to those that the file has; what was not measured again stays. */
export function writeResults(path: string, results: Results): void {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results) : {};
  writeWhole(path, `${JSON.stringify({ ...before, ...results }, undefined, 1)}\n`);
}

/** What docs/benchmarks.json has. */
export function readResults(): Results {
  return JSON.parse(readFileSync(KEPT, "utf8")) as Results;
}

/** Puts the tables of docs/benchmarks.json in their places in docs/benchmarks.md. */
export function writePage(): void {
  writeWhole(PAGE, withResults(readFileSync(PAGE, "utf8"), readResults()));
}

/** The page with the tables in their places. @throws Error if it has no place for one. */
export function withResults(page: string, results: Results): string {
  let text = page;
  for (const name of SECTION_NAMES) {
    const result = results[name];
    if (result === undefined) continue;
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`docs/benchmarks.md has no place for ${name}.`);
    const tables = `\`\`\`\n${renderResult(name, result)}\n\`\`\`\n`;
    text = text.replace(place, (_, start: string, end: string) => `${start}${tables}${end}`);
  }
  return text;
}

export function renderResult(name: SectionName, result: Result): string {
  const { node, cores, seconds, load, value } = result;
  const loads = load.map((each) => each.toFixed(1)).join(" - ");
  const how = `Node ${node}, ${cores} cores; ${Math.round(seconds)} s, load ${loads}`;
  return `${how}\n\n${sectionOf(name).render(value)}`;
}

/** The file is there as a whole or not at all. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
