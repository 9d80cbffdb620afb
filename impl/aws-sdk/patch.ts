/**
 * Applies a patch in the unified format to a text. Git would do the same, but need not be there where
 * this runs, and a text that a patch does not fit is an answer here and no error.
 */

/** Lines that stand for others; `line` is where they were, from 0, in the text that it was made for. */
interface Hunk {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/**
 * The text with all hunks applied, each at the place that has its lines exactly, and nearest to where
 * the one before it would have it; undefined where there is none.
 */
export function applyPatch(text: string, patch: string): string | undefined {
  let patched = `\n${text}\n`;
  let shift = 0;
  for (const { line, before, after } of hunksOf(patch)) {
    const at = nearest(patched, before, line + shift);
    if (at === undefined) return undefined;
    shift = linesBefore(patched, at) - line + lengthOf(after) - lengthOf(before);
    patched = patched.slice(0, at) + after + patched.slice(at + before.length);
  }
  return patched.slice(1, -1);
}

function hunksOf(patch: string): readonly Hunk[] {
  const [, ...parts] = patch.replace(/\n$/, "").split(/^@@ -/m);
  return parts.map((part) => {
    const [head = "", ...body] = part.replace(/\n$/, "").split("\n");
    const without = (mark: "+" | "-") =>
      ["", ...body.filter((line) => !line.startsWith(mark)).map((line) => line.slice(1)), ""].join(
        "\n",
      );
    return { line: Number.parseInt(head, 10) - 1, before: without("+"), after: without("-") };
  });
}

/** Where the lines begin that are nearest to the line. */
function nearest(text: string, wanted: string, line: number): number | undefined {
  let best: { readonly at: number; readonly distance: number } | undefined;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const distance = Math.abs(linesBefore(text, at) - line);
    if (best === undefined || distance < best.distance) best = { at, distance };
  }
  return best?.at;
}

function linesBefore(text: string, at: number): number {
  return lengthOf(text.slice(0, at));
}

/** In lines. */
function lengthOf(text: string): number {
  return text.split("\n").length - 1;
}
