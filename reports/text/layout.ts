/**
 * Plain text for people: 80 columns, no colour needed. Whatever is laid out here is made printable
 * first, so that data can't speak to the terminal or break out of its place.
 */
export const WIDTH = 80;

/** Breaks text at spaces into lines of at most `width`; a longer word is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > width) {
      const cut = cutAt(line, width);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  lines.push(line);
  return lines;
}

/** A paragraph, wrapped and indented. */
export function paragraph(text: string, indent: number): string {
  const space = " ".repeat(indent);
  return wrap(text, WIDTH - indent)
    .map((line) => space + line)
    .join("\n");
}

/** A label and a text that wraps under itself. */
export function labelled(label: string, text: string, indent: number, labelWidth: number): string {
  const [first = "", ...rest] = wrap(text, WIDTH - indent - labelWidth);
  const space = " ".repeat(indent);
  const under = rest.map((line) => space + " ".repeat(labelWidth) + line);
  return [space + label.padEnd(labelWidth) + first, ...under].join("\n");
}

/** Short texts one after the other, on as many lines as they need. */
export function flow(parts: readonly string[]): string {
  const lines: string[] = [];
  for (const part of parts.map(printable)) {
    const last = lines.at(-1);
    const joined = `${last}   ${part}`;
    if (last !== undefined && joined.length <= WIDTH) lines[lines.length - 1] = joined;
    else lines.push(...(part.length <= WIDTH ? [part] : wrap(part, WIDTH)));
  }
  return lines.join("\n");
}

/** At most `width` characters, the cut shown. */
export function clip(text: string, width: number): string {
  const shown = printable(text);
  return shown.length <= width ? shown : `${shown.slice(0, cutAt(shown, width - 3))}...`;
}

/** 12345 as `12 345`. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** `1 case`, `12 345 cases`. */
export function counted(count: number, one: string, many: string): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** Where to cut at `width` without cutting a character in two. */
function cutAt(text: string, width: number): number {
  const cutsInTwo = width > 1 && text.codePointAt(width - 1) !== text.charCodeAt(width - 1);
  return cutsInTwo ? width - 1 : width;
}

/** Controls, what separates lines, what has no width, what changes the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Control characters as visible escapes. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) as number;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
