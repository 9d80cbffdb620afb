/** What a serdes makes of a value that is viewed so, and how long it takes. */
import { writtenAs } from "./odd-view.ts";
import type { Serdes } from "./serdes.ts";

/**
 * How long a slow serdes takes to write, and again to read: longer than the pause after which an
 * engine may think that nothing more is coming.
 */
export const SLOW_MILLISECONDS = 40;

/** What is recorded of a value that is viewed so; undefined for nothing. */
export function payloadOf(
  serdes: Serdes | undefined,
  view: string | undefined,
): string | undefined {
  const text = writtenAs(view);
  if (serdes !== "asymmetric") return text;
  return text === undefined ? "{}" : `{"sent":${text}}`;
}

/** The view of what the handler is given of a payload. */
export function readFrom(
  serdes: Serdes | undefined,
  payload: string | undefined,
): string | undefined {
  if (serdes !== "asymmetric" || payload === undefined) return payload;
  const sent: unknown = JSON.parse(payload).sent ?? null;
  return JSON.stringify({ received: sent });
}

/** What the handler is given of what an outside party answered, which is viewed so without a serdes. */
export function readOutside(
  serdes: Serdes | undefined,
  view: string | undefined,
): string | undefined {
  return serdes === "asymmetric" && view !== undefined ? `{"received":${view}}` : view;
}

/** What the handler is given of a value that is viewed so: written, and read again. */
export function roundTrip(
  serdes: Serdes | undefined,
  view: string | undefined,
): string | undefined {
  return readFrom(serdes, payloadOf(serdes, view));
}
