/**
 * Which finding a failing case of 2.4.0 shows: the one that, mended, makes the case hold or fail in
 * another way. No signature and no shape is asked, so cases of any size can be told apart.
 *
 *   npm run -s attribute -- counterexamples/ another.json
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readReplayable } from "../cli/input.ts";
import { MENDED } from "../examples/findings/mended.mjs";
import { runSimulated } from "../impl/simulated/run.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { createMendedEngine } from "./mended-engine.ts";

/** The signature of what a case breaks when these findings are mended; undefined for nothing. */
async function judgeMended(findings: readonly string[]) {
  const engine = await createMendedEngine(findings);
  const run = async (case_: Case) => (await runSimulated(case_, engine)).history;
  const runner = { name: engine.name, guarantees: engine.guarantees, run };
  return async (case_: Case) => (await judgeCase(case_, runner, PROPERTIES)).failure?.signature;
}

const asPublished = await judgeMended([]);
const mended = new Map<string, Awaited<ReturnType<typeof judgeMended>>>();
for (const finding of MENDED) mended.set(finding, await judgeMended([finding]));

/** The findings that the case shows, and what it still breaks when one of them is mended. */
async function attribute(case_: Case): Promise<string> {
  const signature = await asPublished(case_);
  if (signature === undefined) return "holds";
  const found: string[] = [];
  for (const [finding, judge] of mended) {
    const left = await judge(case_);
    if (left === signature) continue;
    found.push(left === undefined ? finding : `${finding} (then ${left})`);
  }
  return `${signature}: ${found.join(", ") || "none that is known by itself"}`;
}

const files = process.argv.slice(2).flatMap((path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith(".json"))
        .toSorted()
        .map((name) => join(path, name))
    : [path],
);
for (const file of files) {
  const read = readReplayable(file);
  const case_ = read.kind === "case" ? read.case : read.counterexample.case;
  console.log(`${file}\n  ${await attribute(case_)}`);
}
