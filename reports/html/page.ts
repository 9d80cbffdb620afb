/**
 * A run, or one case that was run again, as a page: one file that needs nothing else, works from a
 * disk, and can't be made to run or to load anything by what is in the case.
 */
import { findingIds } from "../finding-id.ts";
import { observedIn, type ReplayReport } from "../replay-report.ts";
import { gapsOf, type RunReport } from "../run-report.ts";
import { describeCases } from "../text/bound.ts";
import type { Program } from "../text/command.ts";
import { countFinding } from "../text/findings.ts";
import { clip, counted } from "../text/layout.ts";
import { renderSection, type Section } from "./finding.ts";
import { html, type Markup, trusted } from "./markup.ts";
import { renderRun } from "./run.ts";
import { SCRIPT, SCRIPT_HASH } from "./script.ts";
import { STYLE } from "./style.ts";

/** The page of a `verify` run. */
export function renderRunPage(report: RunReport, program: Program): string {
  const { engine, findings } = report;
  const failed = report.lines.filter(({ kind }) => kind === "FAIL").length;
  const gaps = gapsOf(report);
  const ids = findingIds(findings.map(({ counterexample }) => counterexample.property));
  const sections = findings.map((finding, index): Section => {
    const { counterexample, file, known } = finding;
    const { case: case_, history, at, operation, expected, found } = counterexample;
    const divergence = { at, operation, expected, found };
    return {
      id: ids[index] as string,
      engine: counterexample.engine,
      file,
      program,
      observed: { case: case_, history, divergence },
      counterexample,
      known,
      note: countFinding(finding, report),
    };
  });
  const title =
    failed === 0
      ? `Nothing is broken on ${engine}`
      : `${counted(failed, "property is", "properties are")} broken on ${engine}`;
  return page(
    title,
    html`<p class="dim">durable-conformance ${report.madeWith.version}, node ${report.madeWith.node}, ${describeCases(report)}</p>
<h1>${title}</h1>
<p>${tally(report)}</p>
${report.stopped === "interrupted-by-user" ? html`<p>Stopped by the user: this report is partial.</p>` : html``}
${gaps.length === 0 ? html`` : html`<details><summary>Unknown, and so no pass</summary><ul>${gaps.map((gap) => html`<li>${gap}</li>`)}</ul></details>`}
${sections.length < 2 ? html`` : contents(sections)}
${sections.map(renderSection)}
${renderRun(report)}`,
  );
}

/** The page of a case that was run again. */
export function renderReplayPage(report: ReplayReport, program: Program): string {
  const { engine, file, counterexample } = report;
  const [id = "case"] = findingIds([counterexample?.property ?? "case"]);
  const title =
    counterexample === undefined
      ? `${engine} breaks nothing in this case`
      : `${engine} breaks ${counterexample.property}`;
  return page(
    title,
    html`<p class="dim">durable-conformance ${report.version}, node ${report.node}, <code>${file}</code></p>
<h1>${title}</h1>
${renderReplaySection(report, program, id)}`,
  );
}

/** A case that was run again, as a part of a page. */
export function renderReplaySection(report: ReplayReport, program: Program, id: string): Markup {
  const { engine, file, counterexample, comparison } = report;
  const observed = observedIn(report);
  return renderSection({ id, engine, file, program, observed, counterexample, note: comparison });
}

function tally({ lines }: RunReport): string {
  const count = (kind: RunReport["lines"][number]["kind"]) =>
    lines.filter((line) => line.kind === kind).length;
  return `${counted(count("ok"), "property holds", "properties hold")}, ${count("FAIL")} broken, ${count("gap")} unknown.`;
}

/** So much of what the engine did is told before its own section. */
const SHOWN_OF_EACH = 100;

function contents(sections: readonly Section[]): Markup {
  return html`<nav aria-label="What broke"><ol>${sections.map(({ id, counterexample, known }) => {
    const what = clip(counterexample?.found ?? "", SHOWN_OF_EACH);
    const whose = known ? html`, known as <code>${known}</code>` : html``;
    return html`<li><a href="#${id}">${counterexample?.property ?? id}</a> <span class="dim">${what}${whose}</span></li>`;
  })}</ol></nav>`;
}

/** A page with this title: everything that it needs is in it. */
export function page(title: string, body: Markup): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  return html`${trusted("<!doctype html>")}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<svg class="patterns" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs></svg>
<main>
${body}
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.markup;
}
