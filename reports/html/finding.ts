/** One observed case on the page: what is wrong, how to run it again, its timeline, its events. */
import { describeSchedule } from "../../model/describe-schedule.ts";
import { describeWorkflow } from "../../model/describe-workflow.ts";
import type { Counterexample } from "../counterexample.ts";
import { expectedSentence, foundSentence } from "../expectation.ts";
import { describeInevitability, type Inevitability, unavoidableFrom } from "../inevitability.ts";
import { type Program, replayCommand } from "../text/command.ts";
import { AS_FOUND, BREAKS, describeMinimality, isAsFound } from "../text/counterexample.ts";
import { type Divergence, type Observed, type Timeline, timelineOf } from "../timeline.ts";
import { html, type Markup, trusted } from "./markup.ts";
import { renderTable } from "./table.ts";
import { renderTimeline, type Side } from "./timeline.ts";

export interface Section {
  /** Of letters, digits and dashes; unique on the page. */
  readonly id: string;
  readonly engine: string;
  readonly file: string;
  readonly program: Program;
  readonly observed: Observed;
  /** Absent where nothing broke. */
  readonly counterexample: Counterexample | undefined;
  /** The id of the known finding that it is, if it is one. */
  readonly known?: string | null;
  /** A sentence on how often or compared with what. */
  readonly note: string;
}

export function renderSection(section: Section): Markup {
  const { id, engine, file, program, observed, counterexample, note } = section;
  const timeline = timelineOf(observed);
  const { divergence } = observed;
  const inevitability = counterexample?.inevitability;
  const legend = `Columns are events, not time. Solid: ran. Dashed: replayed from the log. ${divergence === undefined ? "" : "Thick border: what the model does. Hatched: the first divergence."}${Number.isFinite(unavoidableFrom(inevitability)) ? " Dotted line: the failure is unavoidable from there." : ""}`;
  return html`<section class="finding" id="${id}" aria-labelledby="${id}-title">
${counterexample === undefined ? html`<h2 id="${id}-title">Nothing broke</h2>` : broken(id, counterexample)}
<dl>
${counterexample === undefined ? html`` : entry("Property", html`<code>${counterexample.property}</code>`)}
${entry("Engine", html`<code>${engine}</code>`)}
${entry("Workflow", html`${describeWorkflow(observed.case.workflow)}`)}
${entry("Schedule", html`${describeSchedule(observed.case.schedule)}`)}
${entry("Limits", html`invocation ${observed.case.limits.invocationSeconds} s, execution ${observed.case.limits.executionSeconds} s`)}
${counterexample === undefined ? html`` : entry("Shrunk", html`${shrunk(counterexample)}`)}
${inevitability === undefined ? html`` : entry("Unavoidable", html`${describeInevitability(inevitability, observed.history)}`)}
</dl>
<p class="dim">${note}</p>
<pre><code>${replayCommand(program, file, engine)}</code></pre>
${renderSteps({ timeline, divergence, inevitability, id, legend })}
${before(timeline, observed)}
${counterexample === undefined ? html`` : removals(counterexample)}
<details><summary>The case, as data</summary><pre><code>${lines(JSON.stringify(observed.case, null, 2))}</code></pre></details>
</section>`;
}

export interface Steps {
  readonly timeline: Timeline;
  readonly divergence: Divergence | undefined;
  /** From where on the divergence was unavoidable; absent where that was not asked. */
  readonly inevitability?: Inevitability | undefined;
  readonly id: string;
  readonly legend: string;
  /** Both where absent. */
  readonly sides?: readonly Side[];
}

/** The timeline, and the same in text; the page's script steps through both. */
export function renderSteps(steps: Steps): Markup {
  const { timeline, divergence, inevitability, id, legend, sides } = steps;
  return html`<h3>Timeline</h3>
${renderTimeline(timeline, id, sides, unavoidableFrom(inevitability))}
<p class="legend">${legend}</p>
<p class="current" role="status">The left and right arrow keys step through the events.</p>
<h3>Events</h3>
${renderTable(timeline.columns, divergence, id, sides, inevitability)}`;
}

function broken(id: string, counterexample: Counterexample): Markup {
  return html`<h2 id="${id}-title">${counterexample.sentence}</h2>
<p>${expectedSentence(counterexample)}<br><strong>${foundSentence(counterexample)}</strong></p>`;
}

function entry(term: string, definition: Markup): Markup {
  return html`<dt>${term}</dt><dd>${definition}</dd>`;
}

function shrunk({ shrink }: Counterexample): string {
  if (isAsFound(shrink)) return AS_FOUND;
  const { from, to, tried } = shrink;
  const faults = from.faults === undefined ? "" : `, ${from.faults} to ${to.faults ?? 0} faults`;
  const end = describeMinimality(shrink, BREAKS);
  return `${from.operations} to ${to.operations} operations, ${from.interruptions} to ${to.interruptions} interruptions${faults}, ${tried} candidates tried; ${end}`;
}

/** What was taken away from the smallest case in turn, and what then broke. */
function removals({ shrink: { certificate } }: Counterexample): Markup {
  if (certificate.length === 0) return html``;
  return html`<details><summary>What else could be taken away, and what then breaks</summary>
<div class="wide"><table><thead><tr><th scope="col">without</th><th scope="col">breaks</th></tr></thead>
<tbody>${certificate.map(({ removed, breaks }) => html`<tr><td>${removed}</td><td>${breaks === null ? "nothing" : html`<code>${breaks}</code>`}</td></tr>`)}</tbody></table></div></details>
`;
}

/** What the model knew, and what a right engine could have done. */
function before({ before: rows, couldDo }: Timeline, { divergence }: Observed): Markup {
  if (divergence === undefined) return html``;
  const state = html`<h3>State before op ${divergence.at}</h3>
<div class="wide"><table><thead><tr><th scope="col">operation</th><th scope="col">in the log</th><th scope="col">in this invocation</th></tr></thead>
<tbody>${rows.map(({ operation, log, live }) => html`<tr><th scope="row">${operation}</th><td>${log}</td><td>${live}</td></tr>`)}</tbody></table></div>`;
  const next = html`<p>A right engine could have gone on with:</p><ul class="next">${couldDo.map((each) => html`<li><code>${each}</code></li>`)}</ul>`;
  return html`${rows.length === 0 ? html`` : state}${couldDo.length === 0 ? html`` : next}`;
}

/** Line breaks stay; whatever else is not printable is shown. */
export function lines(text: string): Markup {
  const [first = "", ...rest] = text.split("\n");
  return html`${first}${rest.map((line) => html`${trusted("\n")}${line}`)}`;
}
