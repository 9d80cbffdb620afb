/** Plain text for people: 80 columns, no colour needed. */
export const WIDTH = 80;

/** Breaks text at spaces into lines of at most `width`; a longer word is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
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

/** At most `width` characters, the cut shown. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}

/** 12345 as `12 345`. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** Control characters as visible escapes, so that data can't speak to the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    },
  );
}
