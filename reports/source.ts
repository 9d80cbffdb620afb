/** Source text that is written by reports: whatever a text says, it stays a text in it. */

/** A value as source text: JSON, in which nothing ends a line or means anything to a reader's eye. */
export function literal(value: unknown): string {
  return JSON.stringify(value, null, 2).split("\n").map(escaped).join("\n");
}

function escaped(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    return [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join("");
  });
}

/** An import of `names`, such as `{ test }` or `* as sdk`. */
export function importOf(names: string, module: string): string {
  return `import ${names} from ${literal(module)};`;
}
