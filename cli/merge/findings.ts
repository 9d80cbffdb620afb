/** The findings of all shards of a run, each once, with how often they failed in all. */
import type { Finding } from "../../reports/run-report.ts";
import { countedAs, keyOf } from "../collector.ts";

/**
 * `shards` has the findings of each. Of those that are the same, the one of the lowest case number is
 * shown: it is the one that a single run comes to first. In their order in a single run.
 */
export function mergeFindings(shards: readonly (readonly Finding[])[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of shards.flat()) {
    const key = keyOf(finding);
    const before = merged.get(key);
    const alike = (before?.alike ?? 0) + finding.alike;
    merged.set(key, { ...(before === undefined ? finding : earlier(before, finding)), alike });
  }
  const counts = countsOf(shards);
  return [...merged.entries()]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, finding]) => ({ ...finding, ...counts.get(countOf(finding)) }));
}

/** What cases are counted by: the finding, where mending told of each, and else the signature. */
function countOf({ byMending, known, resembles, counterexample: { signature } }: Finding): string {
  return byMending === true ? `known ${known}` : countedAs(signature, resembles);
}

function earlier(left: Finding, right: Finding): Finding {
  const number = ({ counterexample }: Finding) => counterexample.drawn.caseNumber;
  return number(right) < number(left) ? right : left;
}

/**
 * How many cases are counted as each, and how many of those were shrunk. In a shard all findings that
 * are counted as the same have the same counts, so each shard counts once.
 */
function countsOf(
  shards: readonly (readonly Finding[])[],
): ReadonlyMap<string, Pick<Finding, "cases" | "shrunk">> {
  const counts = new Map<string, Pick<Finding, "cases" | "shrunk">>();
  for (const findings of shards) {
    const own = new Map(findings.map((each) => [countOf(each), each]));
    for (const [key, { cases, shrunk }] of own) {
      const before = counts.get(key) ?? { cases: 0, shrunk: 0 };
      counts.set(key, { cases: before.cases + cases, shrunk: before.shrunk + shrunk });
    }
  }
  return counts;
}
