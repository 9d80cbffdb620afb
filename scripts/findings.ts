/**
 * Which published version of the SDK shows which finding: runs each script of examples/findings/ on
 * each version, in a process of its own and on the real clock, and prints the table.
 *
 *   npm run -s findings                    all of them
 *   npm run -s findings -- FINDING ...     only these
 *   npm run -s findings -- --update        all of them, and renews docs/findings.md
 *   npm run -s findings -- --mended        on each version, each with the place mended that it is about
 *   npm run -s findings -- --mended 2.4.0  on this version, or several
 *   npm run -s findings -- --record [FINDING ...]   all or only these, and renews docs/findings-runs.json
 */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NEWEST_SDK_VERSION, SDK_VERSIONS, type SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { ScriptRun, ScriptRuns } from "../reports/script-run.ts";
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
import { readScriptRuns, renderScriptRuns, SCRIPT_RUNS } from "./script-runs.ts";

/** Scripts wait most of the time, so more of them run at once than there are cores. */
const AT_ONCE = 6;
/** What takes half a minute, on a machine that is busy with other things. */
const LIMIT_MILLISECONDS = 300_000;

/** A version with the one place mended that a finding is about. */
type Mended = `mended@${SdkVersion}`;

/** What each exit code of a script says (examples/findings/finding.mjs). */
const VERDICTS: Readonly<Record<number, Verdict>> = {
  0: "holds",
  1: "fails",
  77: "not applicable",
};

/**
 * Runs one script on one version, or on one as it is mended for the finding.
 * @throws Error with what it printed, if it ended otherwise than by saying its verdict.
 */
export async function judge(finding: string, version: SdkVersion | Mended): Promise<Verdict> {
  return (await runScript(finding, version, [])).verdict;
}

/** Runs one script with these flags, and gives its verdict and what it printed. @throws as judge does. */
function runScript(
  finding: string,
  version: SdkVersion | Mended,
  flags: readonly string[],
): Promise<{ readonly verdict: Verdict; readonly printed: string }> {
  return new Promise((resolve, reject) => {
    const script = `${FINDINGS_FOLDER}${finding}.mjs`;
    const child = spawn(process.execPath, [script, version, ...flags], {
      timeout: LIMIT_MILLISECONDS,
    });
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
      if (verdict !== undefined && printed.includes(`${version}: ${verdict}`)) {
        resolve({ verdict, printed });
      } else reject(new Error(`${finding} on ${version} ended with ${code}:\n${printed}`));
    });
  });
}

interface Recorded {
  readonly run: ScriptRun;
  readonly expected: string;
}

/** Runs one script while it is recorded. @throws as judge does. */
async function recordRun(finding: string, version: SdkVersion | Mended): Promise<Recorded> {
  const { verdict, printed } = await runScript(finding, version, ["--record"]);
  const said = (what: string) => new RegExp(`^${what}: (.*)\\.$`, "m").exec(printed)?.[1] ?? "";
  const recorded = /^Recorded: (.*)$/m.exec(printed)?.[1] ?? "[]";
  const about = verdict === "not applicable" ? said("Why") : said("What happened");
  return {
    run: { version, verdict, said: about, events: JSON.parse(recorded) },
    expected: said("What should happen"),
  };
}

/** Does this with all of these, several at once. */
async function forEach<Version extends SdkVersion | Mended, Result>(
  findings: readonly string[],
  versions: readonly Version[],
  run: (finding: string, version: Version) => Promise<Result>,
): Promise<ReadonlyMap<string, Readonly<Record<Version, Result>>>> {
  const results = new Map<string, Partial<Record<Version, Result>>>(
    findings.map((finding) => [finding, {}]),
  );
  const pairs = findings
    .flatMap((finding) => versions.map((version) => ({ finding, version })))
    .values();
  const worker = async () => {
    for (const { finding, version } of pairs) {
      const row = results.get(finding) as Partial<Record<Version, Result>>;
      row[version] = await run(finding, version);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results as ReadonlyMap<string, Readonly<Record<Version, Result>>>;
}

/** Those that are not asked for stay as they are in the file. */
async function record(asked: readonly string[]): Promise<void> {
  const findings = asked.length === 0 ? FINDINGS : asked;
  const published = await forEach(findings, SDK_VERSIONS, recordRun);
  const failing = findings.filter((finding) => {
    return published.get(finding)?.[NEWEST_SDK_VERSION].run.verdict === "fails";
  });
  const newest: Mended = `mended@${NEWEST_SDK_VERSION}`;
  const mended = await forEach(failing, [newest], recordRun);
  const renewed = [...published].map(([finding, of]): ScriptRuns => {
    const all = [...SDK_VERSIONS.map((version) => of[version]), mended.get(finding)?.[newest]];
    const recorded = all.filter((each) => each !== undefined);
    const expected = recorded.map((each) => each.expected).find((text) => text !== "") ?? "";
    return { finding, expected, runs: recorded.map(({ run }) => run) };
  });
  const kept = asked.length === 0 ? [] : readScriptRuns();
  const all = [...kept.filter(({ finding }) => !asked.includes(finding)), ...renewed];
  const inOrder = all.toSorted((a, b) => (a.finding < b.finding ? -1 : 1));
  writeFileSync(SCRIPT_RUNS, renderScriptRuns(inOrder));
}

async function printMended(versions: readonly SdkVersion[]): Promise<void> {
  for (const version of versions) {
    const mended: Mended = `mended@${version}`;
    for (const [finding, verdicts] of await forEach(mendedIn(version), [mended], judge)) {
      console.log(`${version.padEnd(8)}${finding.padEnd(46)}${verdicts[mended]}`);
      if (verdicts[mended] !== "holds") process.exitCode = 1;
    }
  }
}

async function printTable(asked: readonly string[], update: boolean): Promise<void> {
  const findings = update || asked.length === 0 ? FINDINGS : asked;
  const rows: ReadonlyMap<string, Row> = await forEach(findings, SDK_VERSIONS, judge);
  console.log(tableOf(rows));
  if (!update) return;
  writeFileSync(FINDINGS_DOCUMENT, withVerdicts(readFileSync(FINDINGS_DOCUMENT, "utf8"), rows));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  const named = SDK_VERSIONS.filter((version) => asked.includes(version));
  if (asked.includes("--mended")) await printMended(named.length > 0 ? named : SDK_VERSIONS);
  else if (asked.includes("--record")) await record(asked.filter((word) => word !== "--record"));
  else await printTable(asked, asked.includes("--update"));
}
