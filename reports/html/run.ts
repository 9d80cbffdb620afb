/** What a run says of each property, of coverage, and of what was seen at all, as tables. */
import type { KeptCase } from "../kept-case.ts";
import type { Line, Lost, RunReport } from "../run-report.ts";
import { describeKept } from "../text/kept.ts";
import { counted, thousands } from "../text/layout.ts";
import { html, type Markup } from "./markup.ts";

export function renderRun(report: RunReport): Markup {
  return html`<section aria-labelledby="properties"><h2 id="properties">Properties</h2>
<div class="wide"><table><thead><tr><th scope="col">result</th><th scope="col">property</th><th scope="col">runs</th></tr></thead>
<tbody>${report.lines.map(line)}</tbody></table></div></section>
${kept(report)}
${report.lost.length === 0 ? html`` : lost(report.lost)}
<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>
<p class="dim">Interruptions by edge and by what was struck there. A dot: it can't be.</p>
${coverage(report)}</section>
<section aria-labelledby="sometimes"><h2 id="sometimes">Seen at least once</h2>
<div class="wide"><table><thead><tr><th scope="col">runs</th><th scope="col">what</th></tr></thead>
<tbody>${report.sometimes.map(({ id, sentence, count }) => {
    return html`<tr><td class="number">${count === 0 ? "never" : thousands(count)}</td><td><code>${id}</code><br><span class="dim">${sentence}</span></td></tr>`;
  })}</tbody></table></div></section>`;
}

function line(each: Line): Markup {
  const what = html`<td><code>${each.id}</code><br><span class="dim">${each.sentence}</span></td>`;
  switch (each.kind) {
    case "ok":
      return html`<tr><td>ok</td>${what}<td>${thousands(each.runs)}</td></tr>`;
    case "FAIL":
      return html`<tr><td class="bad"><strong>${each.failed === each.known ? "known" : "FAIL"}</strong></td>${what}<td>${thousands(each.failed)} of ${thousands(each.runs)}</td></tr>`;
    case "gap":
      return html`<tr><td>unknown</td>${what}<td>${each.reason}</td></tr>`;
  }
}

/** A row for each kept case that is to be looked at; what fails as is known is a row for each finding. */
function kept({ kept: cases }: RunReport): Markup {
  const isKnown = ({ outcome }: KeptCase) => outcome === "known";
  const told = cases.filter((each) => !isKnown(each)).flatMap((each) => describeKept(each) ?? []);
  const findings = new Map(
    cases.filter(isKnown).map(({ finding, file }) => [finding?.id ?? file, finding?.title ?? ""]),
  );
  if (told.length + findings.size === 0) return html``;
  return html`<section aria-labelledby="kept"><h2 id="kept">Kept cases</h2>
<div class="wide"><table><tbody>${told.map(({ verdict, sentence }) => {
    return html`<tr><td>${verdict}</td><td>${sentence}</td></tr>`;
  })}${[...findings].map(([name, title]) => {
    return html`<tr><td>known</td><td><code>${name}</code><br><span class="dim">${title}</span></td></tr>`;
  })}</tbody></table></div></section>`;
}

function lost(cases: readonly Lost[]): Markup {
  return html`<section aria-labelledby="lost"><h2 id="lost">Cases without a verdict</h2>
<ul>${cases.map((each) => {
    return html`<li>${counted(each.cases, "case", "cases")}: ${each.reason}. The first was case ${each.caseNumber}${each.file === undefined ? html`` : html`, saved as <code>${each.file}</code>`}.</li>`;
  })}</ul></section>`;
}

/** Drawn cases should have come to it and did not; up to a bound there is no more. */
function zero({ bound }: RunReport): string {
  return bound === null ? "0 !" : "0";
}

function coverage(report: RunReport): Markup {
  const { columns, rows } = report.coverage;
  return html`<div class="wide"><table><thead><tr><th scope="col">edge</th>${columns.map((column) => html`<th scope="col" class="number">${column}</th>`)}</tr></thead>
<tbody>${rows.map(({ row, cells }) => {
    return html`<tr><th scope="row">${row}</th>${cells.map((cell) => {
      return html`<td class="number">${cell === null ? "." : cell === 0 ? zero(report) : thousands(cell)}</td>`;
    })}</tr>`;
  })}</tbody></table></div>`;
}
