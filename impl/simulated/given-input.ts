/** Whether a handler is given the input of its execution. */

/** A picture of what was given instead is cut off here. */
const LONGEST_PICTURE = 200;

/** What the handler was given instead of the input, as text; undefined if it was the input, which is JSON. */
export function differingInput(given: unknown, input: string): string | undefined {
  const picture = pictureOf(given);
  return picture === input ? undefined : picture.slice(0, LONGEST_PICTURE);
}

/** A value as JSON, or in some other words where it can't be written so. */
export function pictureOf(given: unknown): string {
  try {
    return JSON.stringify(given) ?? String(given);
  } catch {
    // What JSON can't write was in no log.
    return String(given);
  }
}
