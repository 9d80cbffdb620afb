/**
 * What crosses the wire is copied, as serialising it would: an engine that keeps or changes what it
 * sent or was given changes nothing in the log.
 */
import { types } from "node:util";

export function copyData<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyData) as Value;
  if (types.isDate(value)) return new Date(value.getTime()) as Value;
  const copy = { ...value } as Record<string, unknown>;
  for (const key in copy) {
    const field = copy[key];
    if (typeof field === "object" && field !== null) copy[key] = copyData(field);
  }
  return copy as Value;
}

/** Data as text, without what is a date of the log. */
export function textWithoutDates(value: unknown): string {
  return JSON.stringify(value, (key, field) => (key.endsWith("Timestamp") ? undefined : field));
}
