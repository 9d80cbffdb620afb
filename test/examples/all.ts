/** All examples. */
import { BODIES } from "./bodies.ts";
import { CHANGES } from "./changes.ts";
import { CONTEXTS } from "./contexts.ts";
import type { Example } from "./example.ts";
import { INVOCATIONS } from "./invocations.ts";
import { LOG } from "./log.ts";
import { OPERATIONS } from "./operations.ts";
import { OUTCOMES } from "./outcomes.ts";
import { RETRIES } from "./retries.ts";

export const EXAMPLES: readonly Example[] = [
  ...BODIES,
  ...RETRIES,
  ...OUTCOMES,
  ...LOG,
  ...INVOCATIONS,
  ...CONTEXTS,
  ...OPERATIONS,
  ...CHANGES,
];
