/** The events of a timeline as a table: the same in text, for reading, searching and listening. */
import { describeClear, type Inevitability, unavoidableFrom } from "../inevitability.ts";
import type { Column, Divergence } from "../timeline.ts";
import { html, type Markup } from "./markup.ts";
import { BOTH_SIDES } from "./timeline.ts";

export function renderTable(
  columns: readonly Column[],
  divergence: Divergence | undefined,
  id: string,
  sides = BOTH_SIDES,
  inevitability: Inevitability | undefined = undefined,
): Markup {
  const ways = inevitability?.kind === "known" ? inevitability.ways : undefined;
  const line = columns.find(({ op }) => op >= unavoidableFrom(inevitability))?.op;
  const span = 4 + (ways === undefined ? 0 : 1) + sides.length;
  const unavoidable = html`<tr class="band unavoidable"><th scope="rowgroup" colspan="${span}">unavoidable from here</th></tr>`;
  const head =
    ways === undefined
      ? html``
      : html`<th scope="col" title="Of the ways on from here, those that stay clear of what went wrong">clear</th>`;
  return html`<div class="wide"><table class="events">
<thead><tr><th scope="col" class="number">op</th><th scope="col" class="number">ms</th><th scope="col" colspan="2">event</th>${head}${sides.map((side) => html`<th scope="col">${side}</th>`)}</tr></thead>
<tbody>
${columns.map((column) => html`${column.op === line ? unavoidable : html``}${row(column, { divergence, id, sides, ways, span })}`)}
</tbody>
</table></div>`;
}

type WaysOn = Extract<Inevitability, { readonly kind: "known" }>["ways"];

interface Table {
  readonly divergence: Divergence | undefined;
  readonly id: string;
  readonly sides: typeof BOTH_SIDES;
  readonly ways: WaysOn | undefined;
  /** How many columns there are. */
  readonly span: number;
}

function row(column: Column, { divergence, id, sides, ways, span }: Table): Markup {
  const { op, words, at } = column;
  const anchor = `${id}/op/${op}`;
  if (column.kind === "cut") {
    return html`<tr class="band cut-row" id="${anchor}" data-op="${op}"><th scope="rowgroup" colspan="${span}">${words.verb}${words.subject === "" ? "" : ` (${words.subject})`}</th></tr>`;
  }
  const band =
    column.starts === undefined
      ? html``
      : html`<tr class="band"><th scope="rowgroup" colspan="${span}">invocation ${column.starts}${column.starts > 1 ? " (replay)" : ""}</th></tr>`;
  const what = html`<td class="number"><a href="#${anchor}">${op}</a></td><td class="number">${at}</td><td>${words.verb}</td><td>${words.subject}</td>${clear(ways, op)}`;
  if (divergence !== undefined && column.instead !== undefined) {
    const cells = {
      model: html`<td>${divergence.expected}</td>`,
      engine: html`<td><strong>${divergence.found}</strong> <span class="mark">first divergence</span></td>`,
    };
    return html`${band}<tr class="first" id="${anchor}" data-op="${op}">${what}${sides.map((side) => cells[side])}</tr>`;
  }
  const detail = column.replayed ? `${words.detail}, replayed` : words.detail;
  return html`${band}<tr id="${anchor}" data-op="${op}">${what}${sides.map(() => html`<td>${detail}</td>`)}</tr>`;
}

/** The share of the ways on that stay clear; nothing where it is not known. */
function clear(ways: WaysOn | undefined, op: number): Markup {
  if (ways === undefined) return html``;
  const here = ways[op];
  return html`<td class="number">${here === undefined ? "" : describeClear(here)}</td>`;
}
