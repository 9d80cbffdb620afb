/**
 * A finding as a page: what its plain script does on each version, a timeline of a run that fails and
 * of one that holds, the script itself, and the finding's kept cases, model over engine.
 */
import type { ReplayReport } from "../replay-report.ts";
import { keptRuns, type ScriptRun, type ScriptRuns } from "../script-run.ts";
import { scriptTimeline } from "../script-timeline.ts";
import type { Program } from "../text/command.ts";
import type { Divergence } from "../timeline.ts";
import { describeRange, rangesOf } from "../version-ranges.ts";
import { lines, renderSteps } from "./finding.ts";
import { html, type Markup } from "./markup.ts";
import { page, renderReplaySection } from "./page.ts";

export interface FindingPage {
  readonly runs: ScriptRuns;
  /** The script's path in a checkout, what it says of itself, and its text. */
  readonly script: { readonly path: string; readonly about: string; readonly source: string };
  /** Its kept cases, each as it fails. */
  readonly replays: readonly ReplayReport[];
}

export function renderFindingPage(finding: FindingPage, program: Program): string {
  const { runs, script, replays } = finding;
  const { wrong, right } = keptRuns(runs);
  return page(
    runs.finding,
    html`<p class="dim"><a href="../index.html">All findings</a></p>
<h1>${runs.finding}</h1>
<p>${script.about}</p>
<dl>
<dt>Expected</dt><dd>${sentence(runs.expected)}</dd>
<dt>Versions</dt><dd>${describeVersions(runs)}</dd>
<dt>Script</dt><dd><code>${script.path}</code></dd>
</dl>
<pre><code>node ${script.path} ${wrong === undefined ? "VERSION" : wrong.version}</code></pre>
${wrong === undefined ? html`` : recordedRun(wrong, right)}
${right === undefined ? html`` : recordedRun(right, undefined)}
<section aria-labelledby="versions"><h2 id="versions">What the script says on each version</h2>
<div class="wide"><table><thead><tr><th scope="col">version</th><th scope="col">verdict</th><th scope="col">what happened</th></tr></thead>
<tbody>${runs.runs.map(row)}</tbody></table></div></section>
<section aria-labelledby="script"><h2 id="script">The script</h2><pre><code>${lines(script.source)}</code></pre></section>
${replays.map((report, index) => renderReplaySection(report, program, `case-${index + 1}`))}`,
  );
}

/** `fails on 1.0.1 to 1.1.7; holds on 2.0.0 to 2.4.0`. */
export function describeVersions({ runs }: Pick<ScriptRuns, "runs">): string {
  return rangesOf(runs.map(({ version, verdict }) => ({ name: nameOf(version), what: verdict })))
    .map((range) => `${WORDS[range.what]} ${describeRange(range)}`)
    .join("; ");
}

const WORDS = { fails: "fails on", holds: "holds on", "not applicable": "is not applicable to" };

function nameOf(version: string): string {
  return version.replace(/^mended@(.+)$/, "$1 with this one place mended");
}

function row({ version, verdict, said }: ScriptRun): Markup {
  const shown = verdict === "fails" ? html`<strong class="bad">fails</strong>` : html`${verdict}`;
  return html`<tr><th scope="row">${nameOf(version)}</th><td>${shown}</td><td>${sentence(said)}</td></tr>`;
}

/** What passed between the SDK and the service; where another run holds, up to where they differ. */
function recordedRun(run: ScriptRun, right: ScriptRun | undefined): Markup {
  const id = `script-${run.verdict}`;
  const { timeline, divergence } = scriptTimeline(run.events, right?.events);
  const legend = `Columns are events, not time; ms are those of the real clock. ${legendOf(right, divergence)}`;
  return html`<section class="finding" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${nameOf(run.version)} ${run.verdict}</h2>
<p>${sentence(run.said)}</p>
${renderSteps({ timeline, divergence, id, legend, sides: ["engine"] })}
</section>`;
}

/** What a script prints after a colon, by itself. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function legendOf(right: ScriptRun | undefined, divergence: Divergence | undefined): string {
  if (right === undefined) return "";
  const other = `the run that holds, on ${nameOf(right.version)}`;
  return divergence === undefined
    ? `They are the same as in ${other}: what differs shows only in what the script says.`
    : `Hatched: the first divergence from ${other}. Nothing judges these events: what is wrong is said above.`;
}
