/** The rules of the model, by name. */
import { readFileSync } from "node:fs";

/** About the harness and the service under the engine: no engine can break them. */
export const NOT_THE_ENGINES: string[] = ["service-broke-its-rules", "harness-broke-its-rules"];

/** The members of the union `Rule`, which exists only as a type. */
export function rulesOfTheModel(): readonly string[] {
  const source = readFileSync(new URL("../model/refusal.ts", import.meta.url), "utf8");
  const union = /export type Rule =([^;]*);/.exec(source)?.[1] ?? "";
  return [...union.matchAll(/"([a-z-]+)"/g)].map(([, rule]) => rule as string);
}

/**
 * About contexts and what nobody awaits: test/contexts.test.ts, test/decisions-are-kept.test.ts and
 * test/faults.test.ts have their examples.
 */
const ABOUT_CONTEXTS = [
  "completed-context-ran-again",
  "body-ran-without-call",
  "too-many-branches",
  "recorded-under-an-ended-context",
  "succeeded-with-updates-lost",
  "decided-again",
];

/** About operations that nobody awaits: no sequence of steps and waits gets there. */
export const ABOUT_UNAWAITED: string[] = ["answered-without-a-record"];

/** The rules that an engine can break with steps and waits. */
export function rulesAboutEngines(): readonly string[] {
  const others = [...NOT_THE_ENGINES, ...ABOUT_CONTEXTS];
  return rulesOfTheModel().filter((rule) => !others.includes(rule));
}
