/**
 * What is known of findings without running anything: which there are, on which versions they are
 * tried, and how what came of it is told in docs/findings.md.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mendableIn } from "../impl/aws-sdk/mended.ts";
import { NEWEST_SDK_VERSION, SDK_VERSIONS, type SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { ScriptVerdict } from "../reports/script-run.ts";

export const FINDINGS_FOLDER = fileURLToPath(new URL("../examples/findings/", import.meta.url));
export const FINDINGS_DOCUMENT = fileURLToPath(new URL("../docs/findings.md", import.meta.url));

/** What the scripts share is no finding. */
const SHARED = ["finding.mjs", "local-service.mjs", "recorder.mjs", "run.mjs"];

/** The ids of all findings: their scripts' names. */
export const FINDINGS: readonly string[] = readdirSync(FINDINGS_FOLDER)
  .filter((name) => name.endsWith(".mjs") && !SHARED.includes(name))
  .map((name) => name.slice(0, -".mjs".length))
  .toSorted();

export type Verdict = ScriptVerdict;
/** What a finding does on each version. */
export type Row = Readonly<Record<SdkVersion, Verdict>>;

/** The Markdown table: a line for each finding, a column for each version. */
export function tableOf(rows: ReadonlyMap<string, Row>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["finding", ...SDK_VERSIONS]),
    line(["---", ...SDK_VERSIONS.map(() => "---")]),
    ...[...rows].map(([id, row]) =>
      line([`[${id}](#${id})`, ...SDK_VERSIONS.map((version) => cellOf(row[version]))]),
    ),
  ].join("\n");
}

const VERDICTS: Readonly<Record<string, Verdict>> = {
  "**fails**": "fails",
  holds: "holds",
  "n/a": "not applicable",
};

/** What the table in the document says of each finding. */
export function verdictsIn(document: string): ReadonlyMap<string, Row> {
  const lines = document.matchAll(/^\| \[([a-z0-9-]+)\]\(#\1\) \| (.+) \|$/gm);
  return new Map(
    [...lines].map(([, id, cells]) => {
      const row = (cells as string)
        .split(" | ")
        .map((cell, index) => [SDK_VERSIONS[index], VERDICTS[cell]]);
      return [id as string, Object.fromEntries(row) as Row];
    }),
  );
}

/** The findings that a version has, and that can be mended in it, by what the document says. */
export function mendedIn(version: SdkVersion): readonly string[] {
  const rows = verdictsIn(readFileSync(FINDINGS_DOCUMENT, "utf8"));
  const failing = FINDINGS.filter((id) => rows.get(id)?.[version] === "fails");
  return mendableIn(version, failing);
}

/** Such as `fails on 1.0.1 to 1.1.7; holds on 2.0.0 to 2.4.0`. */
export function versionsInWords(row: Row): string {
  const runs: { readonly verdict: Verdict; readonly versions: SdkVersion[] }[] = [];
  for (const version of SDK_VERSIONS) {
    const last = runs.at(-1);
    if (last?.verdict === row[version]) last.versions.push(version);
    else runs.push({ verdict: row[version], versions: [version] });
  }
  if (runs.length === 1) return `${row[SDK_VERSIONS[0]]} on all versions`;
  return runs
    .map(({ verdict, versions }) => {
      const where = versions.length === 1 ? versions[0] : `${versions[0]} to ${versions.at(-1)}`;
      return `${verdict}${verdict === "not applicable" ? " to" : " on"} ${where}`;
    })
    .join("; ");
}

/** The document with the table, and with the line of versions in each finding's section. */
export function withVerdicts(document: string, rows: ReadonlyMap<string, Row>): string {
  const table = /<!-- table -->[\s\S]*<!-- \/table -->/;
  let renewed = document.replace(table, `<!-- table -->\n${tableOf(rows)}\n<!-- /table -->`);
  for (const [id, row] of rows) {
    const section = new RegExp(`(^## ${id}$[\\s\\S]*?^_Versions:_).*$`, "m");
    renewed = renewed.replace(section, (_, before) => `${before} ${versionsInWords(row)}`);
  }
  return renewed;
}

function cellOf(verdict: Verdict): string {
  return { fails: "**fails**", holds: "holds", "not applicable": "n/a" }[verdict];
}

/** Those of the newest version. */
export const MENDED = mendedIn(NEWEST_SDK_VERSION);
