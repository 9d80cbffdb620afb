/**
 * The newest SDK with everything mended that docs/findings.md says of it, as an engine: whatever still
 * fails is new, or a mistake of this suite.
 *
 *   npx durable-conformance verify --engine ./scripts/mended-engine.ts
 */
import { createMendedEngine } from "../impl/aws-sdk/mended.ts";
import { NEWEST_SDK_VERSION } from "../impl/aws-sdk/sdk.ts";
import type { Engine } from "../impl/engine.ts";
import { MENDED } from "./findings-table.ts";

export async function createEngine(): Promise<Engine> {
  return mended(MENDED);
}

/** The newest SDK with only these mended. */
export function mended(findings: readonly string[]): Promise<Engine> {
  return createMendedEngine(NEWEST_SDK_VERSION, findings);
}
