/**
 * The findings of a run as text: which are shown in full, the others in a line or two, and how often
 * each failed. What is known is told in short, so that what is new is what a person sees.
 */
import type { Finding, RunReport } from "../run-report.ts";
import { counted, labelled, printable, thousands } from "./layout.ts";

/**
 * What is shown in full: of the known findings that fail the run the one that most cases showed, as an
 * example, or all if they are wanted; and then what is new.
 */
export function inFull(report: RunReport, verbose: boolean): readonly Finding[] {
  const fresh = report.findings.filter(({ known }) => known === null);
  const known = report.findings.filter(({ known }) => known !== null);
  if (verbose) return [...known, ...fresh];
  if (report.knownAllowed) return fresh;
  const [first] = known.toSorted((left, right) => right.cases - left.cases);
  return first === undefined ? fresh : [first, ...fresh];
}

/** A finding in a line or two, with all that came to it; what is shown in full says so itself. */
export function renderKnownFindings(
  report: RunReport,
  shown: readonly Finding[],
  verbose: boolean,
): readonly string[] {
  const known = report.findings.filter((each) => each.known !== null);
  if (known.length === 0) return [];
  const hint =
    verbose || known.every((each) => shown.includes(each))
      ? []
      : ["  --verbose shows each of them in full, as what is new is shown."];
  return [
    "Known findings that drawn cases showed (docs/findings.md tells of each)",
    ...known.flatMap((finding) => [
      labelled("known", describe(finding, report), 2, 6),
      // Not wrapped: it is to be copied.
      `  file  ${printable(finding.file)}`,
    ]),
    ...hint,
    "",
  ];
}

function describe(finding: Finding, report: RunReport): string {
  const { known, counterexample } = finding;
  return `${known}: ${howOften(finding, report)}; the first broke ${counterexample.property}`;
}

function howOften({ cases, shrunk, alike, byMending }: Finding, { casesRun }: RunReport): string {
  const all = counted(casesRun, "case", "cases");
  if (byMending === true) return `${thousands(cases)} of ${all}`;
  return `${thousands(cases)} of ${all} failed with its signature, ${cameTo(shrunk, alike)}`;
}

/** How often what was found failed, in a sentence or two. */
export function countFinding(finding: Finding, report: RunReport): string {
  const { known, cases, shrunk, alike, byMending, resembles } = finding;
  if (cases === 0) return "A kept case failed in this way, and none of those that were drawn.";
  const failed = `${thousands(cases)} of ${counted(report.casesRun, "case", "cases")} failed`;
  if (resembles !== undefined) {
    return `${failed} in this way. With ${resembles.join(" and ")} mended they hold or fail otherwise; but no kept case of it fails so: it may be another mistake, which the mending happens to hide.`;
  }
  if (known === null && shrunk <= 1) return `${failed} in this way.`;
  const what = known === null ? "It is not known." : `It is known as ${known}.`;
  if (byMending === true) return `${what} ${failed} for it: mended, they hold or fail otherwise.`;
  return `${what} ${failed} with this signature; ${cameTo(shrunk, alike)}.`;
}

function cameTo(shrunk: number, alike: number): string {
  return shrunk === 1 && alike === 1
    ? "the one that was shrunk came to it"
    : `of ${thousands(shrunk)} that were shrunk, ${thousands(alike)} came to it`;
}
