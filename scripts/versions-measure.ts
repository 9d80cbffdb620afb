/**
 * What a campaign on one version found: each signature, how many cases failed with it, and of the
 * smallest cases that some of them were shrunk to, which findings they show.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { Case } from "../model/case.ts";
import type { RunReport } from "../reports/run-report.ts";
import { createAttribution } from "./attribution.ts";

export interface Campaign {
  readonly version: SdkVersion;
  readonly seed: number;
  readonly cases: number;
  /** In the order of their names. */
  readonly signatures: readonly FoundSignature[];
}

export interface FoundSignature {
  readonly signature: string;
  /** How many drawn cases failed with it. */
  readonly cases: number;
  /** Of how many distinct shapes the smallest cases are. */
  readonly smallest: number;
  /** The findings that they show, in the order of their ids. */
  readonly shows: readonly string[];
  /** The smallest cases that show none that is known. */
  readonly unexplained: readonly Case[];
}

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));

/** @throws Error with what the command printed if it gives no report, or if not all cases were run. */
export async function runCampaign(
  version: SdkVersion,
  { seed, cases }: { readonly seed: number; readonly cases: number },
): Promise<Campaign> {
  const attribute = await createAttribution(version);
  const { findings } = verify(version, seed, cases);
  const signatures: FoundSignature[] = [];
  const names = new Set(findings.map(({ counterexample }) => counterexample.signature));
  for (const signature of [...names].toSorted()) {
    const alike = findings.filter(({ counterexample }) => counterexample.signature === signature);
    const shows = new Set<string>();
    const unexplained: Case[] = [];
    for (const { known, counterexample } of alike) {
      const changing = known === null ? await attribute(counterexample.case, signature) : [];
      const shown = known === null ? changing.map(({ finding }) => finding) : [known];
      for (const id of shown) shows.add(id);
      if (shown.length === 0) unexplained.push(counterexample.case);
    }
    const failed = alike[0]?.cases ?? 0;
    const smallest = alike.length;
    signatures.push({
      signature,
      cases: failed,
      smallest,
      shows: [...shows].toSorted(),
      unexplained,
    });
  }
  return { version, seed, cases, signatures: signatures.filter((each) => each.cases > 0) };
}

function verify(version: SdkVersion, seed: number, cases: number): RunReport {
  const folder = mkdtempSync(join(tmpdir(), "durable-conformance-"));
  try {
    const asked = ["--scope", "all", "--seed", `${seed}`, "--runs", `${cases}`];
    // All cases are to be run, however long that takes.
    const limit = ["--time-limit", "36000"];
    const words = [
      "verify",
      "--engine",
      `aws-sdk@${version}`,
      ...asked,
      ...limit,
      "--workers",
      "1",
      "--json",
    ];
    const { stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words, "--out", folder], {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    });
    if (stdout === "") throw new Error(stderr);
    const report = JSON.parse(stdout) as RunReport;
    if (report.casesRun === cases) return report;
    throw new Error(`${version}: only ${report.casesRun} of ${cases} cases were run`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
