/**
 * Text that means nothing to Markdown, to HTML or to Mermaid: every character that could is written
 * as a reference to it, so no name or message can make a heading, a link, an image or a mention.
 */
import { printable } from "../text/layout.ts";

/** For a paragraph, a list item or the cell of a table. */
export function markdown(text: string): string {
  return printable(text)
    .replaceAll(/[^A-Za-z0-9 .,()'/=+-]/g, (character) => {
      return character.codePointAt(0) === 0x20 ? " " : `&#${character.codePointAt(0)};`;
    })
    .replaceAll(/^( *)(\d+)([.)])/g, "$1$2&#46;")
    .replaceAll(/^( *)([-+=])/g, (_, space: string, mark: string) => {
      return `${space}&#${mark.codePointAt(0)};`;
    })
    .replaceAll(/(https?|ftp|www)/gi, (word) => `${word.slice(0, 1)}&#8203;${word.slice(1)}`);
}

/** A block of code that nothing in it can end: its fence is longer than any in the text. */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

/** For a message of a Mermaid diagram, whose references have no `&`. */
export function mermaid(text: string): string {
  const shown = printable(text);
  const short = shown.length <= MESSAGE ? shown : `${shown.slice(0, MESSAGE - 3)}...`;
  return (
    [...short]
      .map((character) => {
        return /[A-Za-z0-9 .,()-]/.test(character) ? character : `#${character.codePointAt(0)};`;
      })
      .join("")
      // These words would end or begin a block.
      .replaceAll(/\b(end|loop|alt|else|opt|par|and|rect|box)\b/gi, (word) => {
        return `#${word.codePointAt(0)};${word.slice(1)}`;
      })
  );
}

const MESSAGE = 60;
