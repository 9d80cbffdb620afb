/** All engines that are wrong on purpose, by their names. */
import { createEmbeddedEngine } from "../embedded/engine.ts";
import { CONTEXTS } from "./contexts.ts";
import type { FaultyEngine } from "./faulty.ts";
import { INVOCATIONS } from "./invocations.ts";
import { OUTSIDE } from "./outside.ts";
import { REPLAY } from "./replay.ts";
import { SERVICE } from "./service.ts";
import { STEPS } from "./steps.ts";

export const FAULTY_ENGINES: readonly FaultyEngine[] = [
  ...STEPS,
  ...REPLAY,
  ...CONTEXTS,
  ...OUTSIDE,
  ...INVOCATIONS,
  ...SERVICE,
];

/** @throws Error if there is none of this name. */
export function loadFaultyEngine(name: string) {
  const faulty = FAULTY_ENGINES.find((each) => each.name === name);
  if (faulty === undefined) {
    const names = FAULTY_ENGINES.map((each) => each.name).join(", ");
    throw new Error(`no engine is wrong in the way ${JSON.stringify(name)}, only in ${names}`);
  }
  const { invoke, createService } = faulty;
  const right = createEmbeddedEngine();
  const engine = { ...right, name: `faulty/${name}`, invoke: invoke ?? right.invoke };
  return createService === undefined ? { engine } : { engine, createService };
}
