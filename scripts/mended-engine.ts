/**
 * The SDK's 2.4.0 with everything mended that docs/findings.md says of it, as an engine: whatever
 * still fails is new, or a mistake of this suite.
 *
 *   npx durable-conformance verify --engine ./scripts/mended-engine.ts --scope all
 */
import { loadMended, MENDED } from "../examples/findings/mended.mjs";
import { shareConsole } from "../impl/aws-sdk/console.ts";
import { engineOf } from "../impl/aws-sdk/engine.ts";
import type { Engine } from "../impl/engine.ts";

export async function createEngine(): Promise<Engine> {
  return createMendedEngine(MENDED);
}

/** With only these mended. */
export async function createMendedEngine(findings: readonly string[]): Promise<Engine> {
  shareConsole();
  return engineOf(`mended ${findings.join(", ")}`.trim(), await loadMended(findings));
}
