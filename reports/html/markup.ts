/**
 * HTML as a tagged template: everything that is put in is escaped, unless it is itself made by this
 * template. So no text from a case or a history can become markup.
 *
 * ```ts
 * html`<p class="${"a"}">${"<script>"}</p>`.text // <p class="a">&lt;script&gt;</p>
 * ```
 *
 * Attributes are to be in double quotes; text goes nowhere else (no script, style or event handler).
 */
import { printable } from "../text/layout.ts";

export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = strings.reduce((text, piece, index) => {
    return `${text}${markupOf(parts[index - 1] as Part)}${piece}`;
  });
  return { markup };
}

/** Text that is already markup: of this project's own making only. */
export function trusted(markup: string): Markup {
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  if ("markup" in part) return part.markup;
  return part.map(({ markup }) => markup).join("");
}

/** For text and for attributes in quotes, in HTML and XML alike. */
export function escapeMarkup(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
