/** Loads an engine by its full name, and nothing else: what a process that only runs handlers needs. */
import type { SdkVersion } from "./aws-sdk/sdk.ts";
import type { CreateService } from "./backend/service.ts";
import type { Engine } from "./engine.ts";
import { isModuleName, loadEngineModule } from "./engine-module.ts";
import { isPackageEngineName } from "./package-engine-name.ts";

/** What the names of engines begin with that are wrong on purpose. */
export const FAULTY = "faulty/";

/** An engine, and the service that it runs against if it has one of its own. */
export interface Loaded {
  readonly engine: Engine;
  readonly createService?: CreateService;
}

/** @throws Error if the engine can't be loaded here. */
export async function loadEngine(name: string): Promise<Loaded> {
  if (isModuleName(name)) return { engine: await loadEngineModule(name) };
  if (isPackageEngineName(name)) {
    const { loadPackageEngine } = await import("./package-engine.ts");
    return { engine: await loadPackageEngine(name) };
  }
  if (name.startsWith(FAULTY)) {
    const { loadFaultyEngine } = await import("./faulty/all.ts");
    return loadFaultyEngine(name.slice(FAULTY.length));
  }
  if (name === "embedded") {
    const { createEmbeddedEngine } = await import("./embedded/engine.ts");
    return { engine: createEmbeddedEngine() };
  }
  const { createAwsSdkEngine } = await import("./aws-sdk/engine.ts");
  return { engine: await createAwsSdkEngine(name.slice("aws-sdk@".length) as SdkVersion) };
}
