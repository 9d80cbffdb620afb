/** What survives an interruption: everything that later invocations can go by. */
import type { Service } from "../backend/service.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { Outside } from "./outside.ts";

/** Tells it as text: the log, what is still to come by itself, and how often each body has run. */
export function surviving(
  service: Service,
  outside: Outside,
  clock: VirtualClock,
  runs: ReadonlyMap<string, number>,
): () => string {
  return () => JSON.stringify([service.snapshot(), outside.snapshot(clock.now), [...runs]]);
}
