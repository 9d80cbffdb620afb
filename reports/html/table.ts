/** The events of a timeline as a table: the same in text, for reading, searching and listening. */
import type { Column, Divergence } from "../timeline.ts";
import { html, type Markup } from "./markup.ts";
import { BOTH_SIDES } from "./timeline.ts";

export function renderTable(
  columns: readonly Column[],
  divergence: Divergence | undefined,
  id: string,
  sides = BOTH_SIDES,
): Markup {
  return html`<div class="wide"><table class="events">
<thead><tr><th scope="col" class="number">op</th><th scope="col" class="number">ms</th><th scope="col" colspan="2">event</th>${sides.map((side) => html`<th scope="col">${side}</th>`)}</tr></thead>
<tbody>
${columns.map((column) => row(column, divergence, id, sides))}
</tbody>
</table></div>`;
}

function row(
  column: Column,
  divergence: Divergence | undefined,
  id: string,
  sides: typeof BOTH_SIDES,
): Markup {
  const span = 4 + sides.length;
  const { op, words, at } = column;
  const anchor = `${id}/op/${op}`;
  if (column.kind === "cut") {
    return html`<tr class="band cut-row" id="${anchor}" data-op="${op}"><th scope="rowgroup" colspan="${span}">${words.verb}${words.subject === "" ? "" : ` (${words.subject})`}</th></tr>`;
  }
  const band =
    column.starts === undefined
      ? html``
      : html`<tr class="band"><th scope="rowgroup" colspan="${span}">invocation ${column.starts}${column.starts > 1 ? " (replay)" : ""}</th></tr>`;
  const what = html`<td class="number"><a href="#${anchor}">${op}</a></td><td class="number">${at}</td><td>${words.verb}</td><td>${words.subject}</td>`;
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
