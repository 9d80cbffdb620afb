/**
 * What crosses the wire is copied, as serialising it would: an engine that keeps or changes what it
 * sent or was given changes nothing in the log.
 */
export function copyData<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return new Date(value.getTime()) as Value;
  if (Array.isArray(value)) return value.map(copyData) as Value;
  const copy = { ...value } as Record<string, unknown>;
  for (const key in copy) {
    const field = copy[key];
    if (typeof field === "object" && field !== null) copy[key] = copyData(field);
  }
  return copy as Value;
}
