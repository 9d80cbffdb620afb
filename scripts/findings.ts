/**
 * Which published version of the SDK shows which finding: runs each script of examples/findings/ on
 * each version, in a process of its own and on the real clock, and prints the table.
 *
 *   npm run -s findings                    all of them
 *   npm run -s findings -- FINDING ...     only these
 *   npm run -s findings -- --update        all of them, and renews docs/findings.md
 *   npm run -s findings -- --mended        on each version, each with the place mended that it is about
 *   npm run -s findings -- --mended 2.4.0  on this version, or several
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SDK_VERSIONS, type SdkVersion } from "../impl/aws-sdk/sdk.ts";
import {
  FINDINGS,
  FINDINGS_DOCUMENT,
  FINDINGS_FOLDER,
  mendedIn,
  type Row,
  tableOf,
  type Verdict,
  withVerdicts,
} from "./findings-table.ts";

/** Scripts wait most of the time, so more of them run at once than there are cores. */
const AT_ONCE = 6;
const LIMIT_MILLISECONDS = 60_000;

/** A version with the one place mended that a finding is about. */
type Mended = `mended@${SdkVersion}`;

/** What each exit code of a script says (examples/findings/finding.mjs). */
const VERDICTS: Readonly<Record<number, Verdict>> = {
  0: "holds",
  1: "fails",
  77: "not applicable",
};

/**
 * Runs one script on one version, or on 2.4.0 as it is mended for the finding.
 * @throws Error with what it printed, if it ended otherwise than by saying its verdict.
 */
export function judge(finding: string, version: SdkVersion | Mended): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const script = `${FINDINGS_FOLDER}${finding}.mjs`;
    const child = spawn(process.execPath, [script, version], { timeout: LIMIT_MILLISECONDS });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      const verdict = VERDICTS[code ?? -1];
      // A script that dies of an error ends with 1 too, but has not said its verdict.
      if (verdict !== undefined && printed.includes(`${version}: ${verdict}`)) resolve(verdict);
      else reject(new Error(`${finding} on ${version} ended with ${code}:\n${printed}`));
    });
  });
}

/** Runs all of these, several at once. */
async function judgeEach<Version extends SdkVersion | Mended>(
  findings: readonly string[],
  versions: readonly Version[],
): Promise<ReadonlyMap<string, Readonly<Record<Version, Verdict>>>> {
  const verdicts = new Map<string, Partial<Record<Version, Verdict>>>(
    findings.map((finding) => [finding, {}]),
  );
  const pairs = findings
    .flatMap((finding) => versions.map((version) => ({ finding, version })))
    .values();
  const worker = async () => {
    for (const { finding, version } of pairs) {
      const row = verdicts.get(finding) as Partial<Record<Version, Verdict>>;
      row[version] = await judge(finding, version);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return verdicts as ReadonlyMap<string, Readonly<Record<Version, Verdict>>>;
}

async function printMended(versions: readonly SdkVersion[]): Promise<void> {
  for (const version of versions) {
    const mended: Mended = `mended@${version}`;
    for (const [finding, verdicts] of await judgeEach(mendedIn(version), [mended])) {
      console.log(`${version.padEnd(8)}${finding.padEnd(46)}${verdicts[mended]}`);
      if (verdicts[mended] !== "holds") process.exitCode = 1;
    }
  }
}

async function printTable(asked: readonly string[], update: boolean): Promise<void> {
  const findings = update || asked.length === 0 ? FINDINGS : asked;
  const rows: ReadonlyMap<string, Row> = await judgeEach(findings, SDK_VERSIONS);
  console.log(tableOf(rows));
  if (!update) return;
  writeFileSync(FINDINGS_DOCUMENT, withVerdicts(readFileSync(FINDINGS_DOCUMENT, "utf8"), rows));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  const named = SDK_VERSIONS.filter((version) => asked.includes(version));
  if (asked.includes("--mended")) await printMended(named.length > 0 ? named : SDK_VERSIONS);
  else await printTable(asked, asked.includes("--update"));
}
