/** What became of the kept cases, as text: counts, and a line for each that is not as declared. */
import type { KeptCase, KeptOutcome } from "../kept-case.ts";
import { counted, labelled, paragraph } from "./layout.ts";

/** Nothing where nothing was kept. */
export function renderKept(where: string, kept: readonly KeptCase[]): readonly string[] {
  if (kept.length === 0) return [];
  const count = (outcome: KeptOutcome) => kept.filter((each) => each.outcome === outcome).length;
  const counts = [
    [count("known"), "known to fail"],
    [count("holds"), count("holds") === 1 ? "holds" : "hold"],
    [count("not-applicable"), "not applicable"],
  ] as const;
  const told = counts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const all = [counted(kept.length, "case", "cases"), told.join(", ")].filter(Boolean).join(": ");
  return [
    paragraph(`${where} (${all})`, 0),
    ...kept.filter(({ outcome }) => outcome !== "known").flatMap(renderOne),
  ];
}

/** The ids of the findings whose cases fail as is known. */
export function renderKnown(kept: readonly KeptCase[]): readonly string[] {
  const known = kept.filter(({ outcome }) => outcome === "known").map(nameOf);
  return known.length === 0 ? [] : [labelled("known", [...new Set(known)].join(", "), 2, 6)];
}

/** The verdict that leads the line, and what it says; nothing where all is as it should be. */
const WORDS: Readonly<Record<KeptOutcome, readonly [string, string] | undefined>> = {
  known: ["known", "fails, as is known"],
  holds: undefined,
  stale: ["STALE", "is declared to fail on this engine, and holds: the declaration is wrong"],
  changed: ["FAIL", "fails in another way than is declared"],
  regressed: ["FAIL", "is declared to hold on this engine, and fails"],
  undeclared: ["FAIL", "fails, and nothing is declared of this engine"],
  mended: ["ok", "failed on this engine in an earlier run, and breaks nothing now"],
  unexercised: ["gap", "breaks nothing, but did not exercise what it is about"],
  lost: ["LOST", "got no verdict"],
  "not-applicable": undefined,
};

function renderOne(kept: KeptCase): readonly string[] {
  const told = describeKept(kept);
  return told === undefined ? [] : [labelled(told.verdict, told.sentence, 2, 6)];
}

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

function nameOf({ file, finding }: KeptCase): string {
  return finding?.id ?? file;
}
