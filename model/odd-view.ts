/** How odd values are viewed, and what JSON has of them. */
import type { OddValue } from "./odd-value.ts";

/** The moment that an odd date is. */
export const ODD_DATE = "2030-01-01T00:00:00.000Z";

const DATE = "(Date ";

/** How what has no words in JSON is viewed. */
export const VIEWS = {
  date: (iso: string) => `${DATE}${iso})`,
  undefined: "(undefined)",
  notANumber: "(NaN)",
  map: "(Map)",
  bigint: "(BigInt 1)",
  circular: "(circular)",
} as const;

type Part = Exclude<OddValue, "undefined" | "null">;

const PARTS: Readonly<Record<Part, unknown>> = {
  date: VIEWS.date(ODD_DATE),
  "not-a-number": VIEWS.notANumber,
  map: VIEWS.map,
  holes: { missing: VIEWS.undefined, list: [VIEWS.undefined, 1] },
  bigint: VIEWS.bigint,
  circular: VIEWS.circular,
};

/** The view of a result with an odd part in it, or with an odd value in its place. */
export function viewWith(
  result: object | string | number,
  odd: OddValue | undefined,
): string | undefined {
  if (odd === "undefined") return undefined;
  if (odd === "null") return "null";
  if (odd === undefined) return JSON.stringify(result);
  const whole = typeof result === "object" ? result : { result };
  return JSON.stringify({ ...whole, odd: PARTS[odd] });
}

const UNWRITABLE = [VIEWS.bigint, VIEWS.circular].map((view) => JSON.stringify(view));

/** Whether JSON can write a value that is viewed so. */
export function isWritable(view: string | undefined): boolean {
  return view === undefined || !UNWRITABLE.some((each) => view.includes(each));
}

/** What JSON has of a value that it can write, from its view; undefined where it has nothing. */
export function writtenAs(view: string | undefined): string | undefined {
  if (view === undefined || !view.includes('"(')) return view;
  return JSON.stringify(write(JSON.parse(view)));
}

function write(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => write(each) ?? null);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, write(each)]));
  }
  switch (value) {
    case VIEWS.undefined:
      return undefined;
    case VIEWS.notANumber:
      return null;
    case VIEWS.map:
      return {};
    default:
      return typeof value === "string" && value.startsWith(DATE)
        ? value.slice(DATE.length, -1)
        : value;
  }
}
