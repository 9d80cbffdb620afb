/** Values that do not survive JSON, as user code makes them; and how user code views any value. */
import type { OddValue } from "../model/odd-value.ts";
import { ODD_DATE, VIEWS } from "../model/odd-view.ts";
import { shorten } from "../model/values.ts";

/** A result with an odd part in it, or an odd value in its place. */
export function withOdd(result: object | string | number, odd: OddValue | undefined): unknown {
  switch (odd) {
    case undefined:
      return result;
    case "undefined":
      return undefined;
    case "null":
      return null;
    default:
      return typeof result === "object"
        ? { ...result, odd: PARTS[odd]() }
        : { result, odd: PARTS[odd]() };
  }
}

const PARTS: Readonly<Record<Exclude<OddValue, "undefined" | "null">, () => unknown>> = {
  date: () => new Date(ODD_DATE),
  "not-a-number": () => Number.NaN,
  map: () => new Map([["key", "value"]]),
  holes: () => ({ missing: undefined, list: [undefined, 1] }),
  bigint: () => 1n,
  circular: () => {
    const list: unknown[] = [];
    list.push(list);
    return list;
  },
};

/** A value as JSON text, shortened, with what JSON has no words for in parentheses. */
export function viewValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? JSON.stringify(shorten(value)) : JSON.stringify(value, view);
}

/** A date has written itself by the time that it comes here: what it was its holder still knows. */
function view(this: unknown, key: string, written: unknown): unknown {
  const value = (this as Record<string, unknown>)[key];
  if (value instanceof Date) return VIEWS.date(value.toISOString());
  if (value === undefined) return VIEWS.undefined;
  if (typeof value === "number" && Number.isNaN(value)) return VIEWS.notANumber;
  if (value instanceof Map) return VIEWS.map;
  if (typeof value === "bigint") return VIEWS.bigint;
  if (Array.isArray(value) && value.includes(value)) return VIEWS.circular;
  // Shortened before it is written, as a padding may have megabytes.
  return typeof written === "string" ? shorten(written) : written;
}
