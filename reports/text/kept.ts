/** What became of the kept cases, as text: a line for each that is more than as it should be. */
import type { KeptCase, KeptOutcome } from "../kept-case.ts";
import type { RunReport } from "../run-report.ts";
import { counted, labelled } from "./layout.ts";

/** Nothing where nothing was kept. */
export function renderKept({ kept }: RunReport): readonly string[] {
  if (kept.length === 0) return [];
  const count = (outcome: KeptOutcome) => kept.filter((each) => each.outcome === outcome).length;
  const notApplicable = count("not-applicable");
  const quiet = [
    counted(count("holds"), "holds", "hold"),
    ...(notApplicable === 0 ? [] : [`${notApplicable} not applicable`]),
  ];
  return [
    `Kept cases, run first (${counted(kept.length, "case", "cases")}: ${quiet.join(", ")})`,
    ...kept.flatMap((each) => {
      const told = describeKept(each);
      return told === undefined ? [] : [labelled(told.verdict, told.sentence, 2, 6)];
    }),
    "",
  ];
}

/** The verdict that leads the line, and what it says; nothing where all is as it should be. */
const WORDS: Readonly<Record<KeptOutcome, readonly [string, string] | undefined>> = {
  known: ["known", "fails, as is known"],
  holds: undefined,
  stale: ["STALE", "is declared to fail on this engine, and holds: the declaration is wrong"],
  changed: ["FAIL", "fails in another way than is declared"],
  regressed: ["FAIL", "is declared to hold on this engine, and fails"],
  undeclared: ["FAIL", "fails, and nothing is declared of this engine"],
  mended: ["ok", "failed on this engine in an earlier run, and holds now"],
  unexercised: ["gap", "breaks nothing, but did not exercise what it is about"],
  lost: ["LOST", "got no verdict"],
  "not-applicable": undefined,
};

/** What is to be said of a kept case, and the verdict that leads it; nothing if all is as it should be. */
export function describeKept({
  file,
  finding,
  outcome,
  breaks,
}: KeptCase): { readonly verdict: string; readonly sentence: string } | undefined {
  const words = WORDS[outcome];
  if (words === undefined) return undefined;
  const [verdict, what] = words;
  const name = finding === null ? file : `${finding.id} (case ${finding.number})`;
  const why = breaks === null || outcome === "known" ? "" : `: ${breaks}`;
  const title = finding === null ? "" : ` ${finding.title}.`;
  return { verdict, sentence: `${name} ${what}${why}.${title}` };
}
