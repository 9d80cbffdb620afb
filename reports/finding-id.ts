/** Names for findings, by which other documents link to them: `interruption-reaches-handler`. */

/** A name for each, of letters, digits and dashes; those after the first of a name are numbered. */
export function findingIds(properties: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return properties.map((property) => {
    const name = property.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "finding";
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
