/**
 * Applies a patch in the unified format to a text. Git would do the same, but need not be there where
 * this runs, and a text that a patch does not fit is an answer here and no error.
 */

/** Lines that stand for others; `line` is where they were, from 0, in the text that it was made for. */
interface Hunk {
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The text with all hunks applied, each at the place nearest to its own that has its lines exactly;
 * undefined where there is none.
 */
export function applyPatch(text: string, patch: string): string | undefined {
  const lines = text.split("\n");
  let shift = 0;
  for (const { line, before, after } of hunksOf(patch)) {
    const at = nearest(lines, before, line + shift);
    if (at === undefined) return undefined;
    lines.splice(at, before.length, ...after);
    shift = at - line + after.length - before.length;
  }
  return lines.join("\n");
}

function hunksOf(patch: string): readonly Hunk[] {
  const [, ...parts] = patch.replace(/\n$/, "").split(/^@@ -/m);
  return parts.map((part) => {
    const [head = "", ...body] = part.replace(/\n$/, "").split("\n");
    const without = (mark: "+" | "-") =>
      body.filter((line) => !line.startsWith(mark)).map((line) => line.slice(1));
    return { line: Number.parseInt(head, 10) - 1, before: without("+"), after: without("-") };
  });
}

function nearest(
  lines: readonly string[],
  wanted: readonly string[],
  line: number,
): number | undefined {
  const fits = (at: number) => wanted.every((each, index) => lines[at + index] === each);
  for (let distance = 0; distance < lines.length; distance += 1) {
    if (fits(line - distance)) return line - distance;
    if (fits(line + distance)) return line + distance;
  }
  return undefined;
}
