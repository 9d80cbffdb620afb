/** Neighbouring versions of which the same is said, put together: `aws-sdk@1.0.1 to aws-sdk@1.1.7`. */

export interface Range<What> {
  readonly what: What;
  readonly first: string;
  readonly last: string;
}

/** In the order of the list. */
export function rangesOf<What>(
  list: readonly { readonly name: string; readonly what: What }[],
): readonly Range<What>[] {
  const ranges: Range<What>[] = [];
  for (const { name, what } of list) {
    const last = ranges.at(-1);
    if (last?.what === what) ranges[ranges.length - 1] = { ...last, last: name };
    else ranges.push({ what, first: name, last: name });
  }
  return ranges;
}

export function describeRange({ first, last }: Range<unknown>): string {
  return first === last ? first : `${first} to ${last}`;
}

/** Orders names such as `aws-sdk@1.0.1` and versions such as `1.0.1`: numbers in them by value. */
export function byVersion(left: string, right: string): number {
  const [ours, theirs] = [partsOf(left), partsOf(right)];
  for (const [index, part] of ours.entries()) {
    const other = theirs[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (typeof part === "number" && typeof other === "number") return part - other;
    return String(part) < String(other) ? -1 : 1;
  }
  return ours.length - theirs.length;
}

function partsOf(name: string): readonly (string | number)[] {
  return (name.match(/\d+|\D+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));
}
