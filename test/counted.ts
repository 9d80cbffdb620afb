/** How often each text is there, by the alphabet. */
export function countsOf(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The same on one line: `one 3, other 1`. */
export function counted(texts: readonly string[]): string {
  return Object.entries(countsOf(texts))
    .map(([text, count]) => `${text} ${count}`)
    .join(", ");
}
