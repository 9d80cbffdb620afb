/**
 * A timeline as SVG: model lanes over engine lanes, or those of the engine alone; a column for each
 * event. The lanes' names are an image of their own, which stays in place while the columns scroll.
 */
import { clip } from "../text/layout.ts";
import { type Column, type EventColumn, type Lane, LOG, type Timeline } from "../timeline.ts";
import { html, type Markup } from "./markup.ts";

const ROW = 26;
const BOX = 20;
const TOP = 40;
const GROUP = 24;
const BOTTOM = 22;
/** Of one character of the boxes' font, 12 px monospace, with some room to spare. */
const CHARACTER = 7.3;
const LABEL_LENGTH = 24;
const NAME_LENGTH = 30;
const INDENT = 10;
const CUT = 26;
const GAP = 8;

export type Side = "model" | "engine";
export const BOTH_SIDES: readonly Side[] = ["model", "engine"];

/** `from` is the event from which on the failure is unavoidable. */
export function renderTimeline(
  timeline: Timeline,
  id: string,
  sides = BOTH_SIDES,
  from = Number.POSITIVE_INFINITY,
): Markup {
  const { lanes, columns } = timeline;
  const placed = place(columns);
  const layout = layoutOf(lanes, placed, sides);
  const line = placed.find(({ column: { op } }) => op >= from);
  const events = columns.filter(({ kind }) => kind === "event").length;
  const which = sides.length > 1 ? ", model above engine" : "";
  const label = `Timeline of ${events} events${which}. The table below says the same in text.`;
  return html`<div class="timeline">
<svg class="names" width="${widthOfNames(lanes)}" height="${layout.height}" aria-hidden="true">
${sides.map((side) => names(side, lanes, layout))}
</svg>
<div class="scroll" tabindex="0" role="group" aria-label="Timeline; the left and right arrow keys step through its events">
<svg class="columns" width="${layout.width}" height="${layout.height}" role="img" aria-label="${label}">
${placed.map((each) => shade(each, layout))}
${line === undefined ? html`` : unavoidable(line, layout)}
${sides.map((side) => rules(side, lanes, layout))}
${placed.map((each) => heading(each, layout))}
${placed.map((each) => (each.column.kind === "cut" ? cut(each, layout) : boxes(each.column, each, layout, id)))}
</svg>
</div>
</div>`;
}

interface Placed {
  readonly column: Column;
  readonly x: number;
  readonly width: number;
  /** Whether a line before it parts it from the invocation before, which was not cut off. */
  readonly bordered: boolean;
}

function isBordered(column: Column, before: Column | undefined): boolean {
  const starts = column.kind === "event" && column.starts !== undefined;
  return starts && before !== undefined && before.kind !== "cut";
}

interface Layout {
  readonly sides: readonly Side[];
  readonly width: number;
  readonly height: number;
  readonly laneTop: (side: Side, lane: string) => number;
  readonly groupTop: (side: Side) => number;
}

function place(columns: readonly Column[]): readonly Placed[] {
  let x = GAP;
  return columns.map((column, index) => {
    const bordered = isBordered(column, columns[index - 1]);
    if (bordered) x += GAP * 2;
    const width = column.kind === "cut" ? CUT : widthOf(column);
    const placed = { column, x, width, bordered };
    x += width + GAP;
    return placed;
  });
}

function widthOf({ label, instead, starts }: EventColumn): number {
  const title = starts === undefined ? 0 : 8;
  const longest = Math.max(shorten(label).length, shorten(instead?.label ?? "").length, title);
  return Math.ceil(longest * CHARACTER) + 14;
}

function widthOfNames(lanes: readonly Lane[]): number {
  const widths = lanes.map(({ name, depth }) => {
    return depth * INDENT + Math.min(name.length, NAME_LENGTH) * CHARACTER;
  });
  return Math.ceil(Math.max(50, ...widths)) + 14;
}

function shorten(label: string): string {
  return clip(label, LABEL_LENGTH);
}

function layoutOf(
  lanes: readonly Lane[],
  placed: readonly Placed[],
  sides: readonly Side[],
): Layout {
  const last = placed.at(-1);
  const group = GROUP + lanes.length * ROW + 10;
  const groupTop = (side: Side) => TOP + sides.indexOf(side) * group;
  return {
    sides,
    width: last === undefined ? 0 : last.x + last.width + GAP,
    height: TOP + sides.length * group - 10 + BOTTOM,
    groupTop,
    laneTop: (side, lane) =>
      groupTop(side) +
      GROUP +
      Math.max(
        0,
        lanes.findIndex(({ name }) => name === lane),
      ) *
        ROW,
  };
}

function names(side: Side, lanes: readonly Lane[], layout: Layout): Markup {
  return html`<text class="side" x="0" y="${layout.groupTop(side) + 15}">${side}</text>
${lanes.map(({ name, depth }) => {
  const y = layout.laneTop(side, name) + 15;
  return html`<text class="lane" x="${depth * INDENT}" y="${y}">${clip(name, NAME_LENGTH)}</text>`;
})}`;
}

function rules(side: Side, lanes: readonly Lane[], { width, laneTop }: Layout): Markup {
  const lines = lanes.map(({ name }) => {
    const y = laneTop(side, name) + ROW - 3;
    return html`<line class="rule" x1="0" x2="${width}" y1="${y}" y2="${y}"/>`;
  });
  return html`${lines}`;
}

/** The number of the event, and over the first event of an invocation its name. */
function heading({ column, x, width, bordered }: Placed, { height }: Layout): Markup {
  if (column.kind === "cut") return html``;
  const number = html`<text class="op" x="${x + width / 2}" y="34" text-anchor="middle">${column.op}</text>`;
  if (column.starts === undefined) return number;
  const replay = column.starts > 1 ? " (replay)" : "";
  const border = bordered
    ? html`<line class="border" x1="${x - GAP * 1.5}" x2="${x - GAP * 1.5}" y1="6" y2="${height - BOTTOM}"/>`
    : html``;
  return html`${border}<text class="invocation" x="${x}" y="16">invocation ${column.starts}${replay}</text>${number}`;
}

function shade({ column, x, width }: Placed, { height }: Layout): Markup {
  if (column.kind === "cut" || column.instead === undefined) return html``;
  return html`<rect class="diverges" x="${x - 4}" y="22" width="${width + 8}" height="${height - 24}"/>
<text class="diverges-label" x="${x + width}" y="${height - 7}" text-anchor="end">first divergence</text>`;
}

function unavoidable({ x }: Placed, { height }: Layout): Markup {
  const at = x - GAP / 2;
  return html`<line class="unavoidable" x1="${at}" x2="${at}" y1="22" y2="${height - BOTTOM}"><title>unavoidable from here</title></line>`;
}

function cut({ column, x }: Placed, { height }: Layout): Markup {
  const middle = x + CUT / 2;
  return html`<g data-op="${column.op}"><title>${column.kind === "cut" ? column.label : ""}</title>
<line class="cut" x1="${middle}" x2="${middle}" y1="22" y2="${height - BOTTOM}"/>
<text class="cut-label" x="${middle}" y="${height - 7}" text-anchor="middle">${column.kind === "cut" ? column.label : ""}</text></g>`;
}

/** The event in the lanes of the model, if the model does it too, and in those of the engine. */
function boxes(column: EventColumn, placed: Placed, layout: Layout, id: string): Markup {
  const { op, instead, words, replayed, lane, label } = column;
  const style = replayed ? "replayed" : lane === LOG ? "ran log" : "ran";
  const model =
    instead === undefined
      ? box({ side: "model", lane, label, style }, placed, layout)
      : box({ side: "model", ...instead, style: "instead" }, placed, layout);
  const wrong = instead === undefined ? style : "wrong";
  const engine = box({ side: "engine", lane, label, style: wrong }, placed, layout);
  const title = `${op}: ${words.verb} ${words.subject}, ${words.detail}`;
  const shown = layout.sides.map((side) => (side === "model" ? model : engine));
  return html`<a href="#${id}/op/${op}" data-op="${op}" tabindex="-1"><title>${title}</title>${shown}</a>`;
}

interface Box {
  readonly side: Side;
  readonly lane: string;
  readonly label: string;
  readonly style: string;
}

function box({ side, lane, label, style }: Box, { x, width }: Placed, { laneTop }: Layout): Markup {
  const y = laneTop(side, lane);
  return html`<rect class="${style}" x="${x}" y="${y}" width="${width}" height="${BOX}" rx="3"/><text class="label ${style}" x="${x + 7}" y="${y + 14}">${shorten(label)}</text>`;
}
