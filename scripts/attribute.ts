/**
 * Tells of failing cases of 2.4.0 which findings they show (see attribution.ts).
 *
 *   npm run -s attribute -- counterexamples/ another.json
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readReplayable } from "../cli/input.ts";
import type { Case } from "../model/case.ts";
import { Attribution } from "./attribution.ts";

const attribution = await Attribution.of();

async function describe(case_: Case): Promise<string> {
  const signature = (await attribution.published(case_))?.signature;
  if (signature === undefined) return "holds";
  const found = (await attribution.shownBy(case_, signature)).map(({ finding, then }) =>
    then === undefined ? finding : `${finding} (then ${then})`,
  );
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
  console.log(`${file}\n  ${await describe(case_)}`);
}
