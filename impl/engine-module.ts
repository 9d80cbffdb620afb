/**
 * An engine of the user's own: a module that exports `createEngine`, which gives an `Engine` or a
 * promise of one. Named on the command line by its path, for instance `./my-engine.ts`.
 */
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { awsGuarantees } from "../model/guarantees.ts";
import type { WireAnswer } from "./backend/wire.ts";
import type { Engine, EngineInvocation } from "./engine.ts";

/** Whether an engine's name is the path or the file URL of a module. */
export function isModuleName(name: string): boolean {
  return /^(\.{1,2}[\\/]|file:)/.test(name) || isAbsolute(name);
}

/** Loads the module that is found from the current folder. @throws Error that says what is wrong. */
export async function loadEngineModule(name: string): Promise<Engine> {
  const path = name.startsWith("file:") ? fileURLToPath(name) : resolve(name);
  if (!existsSync(path)) throw new Error(`${name} is not there`);
  return engineOfModule(name, await importModule(name, path));
}

/** What a module's `createEngine` gives, checked. @throws Error that says what is wrong. */
export async function engineOfModule(name: string, module: unknown): Promise<Engine> {
  const createEngine = readCreateEngine(name, module);
  const engine = await create(name, createEngine);
  if (!isRecord(engine) || typeof engine.invoke !== "function") {
    throw new Error(`createEngine of ${name} gives no engine with a function invoke`);
  }
  const { guarantees } = engine;
  const missing = Object.keys(awsGuarantees).filter(
    (key) => !isRecord(guarantees) || guarantees[key] === undefined,
  );
  if (missing.length > 0) {
    throw new Error(`createEngine of ${name} gives an engine without guarantees.${missing[0]}`);
  }
  return guarded(engine as unknown as Engine);
}

async function importModule(name: string, path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Error(`${name} can't be loaded (${String(error).replaceAll("\n", " ")})`);
  }
}

async function create(name: string, createEngine: () => unknown): Promise<unknown> {
  try {
    return await createEngine();
  } catch (error) {
    throw new Error(`createEngine of ${name} throws (${String(error).replaceAll("\n", " ")})`);
  }
}

function readCreateEngine(name: string, module: unknown): () => unknown {
  const createEngine = isRecord(module) ? module.createEngine : undefined;
  if (typeof createEngine === "function") return createEngine as () => unknown;
  throw new Error(`${name} exports no function createEngine`);
}

const STATUSES: readonly unknown[] = ["PENDING", "SUCCEEDED", "FAILED"];

/** An engine whose `invoke` always gives a promise, and an answer that the service can read. */
function guarded(engine: Engine): Engine {
  const invoke = async (invocation: EngineInvocation): Promise<WireAnswer> => {
    const answer: unknown = await engine.invoke(invocation);
    if (isRecord(answer) && STATUSES.includes(answer.Status)) {
      return answer as unknown as WireAnswer;
    }
    throw new TypeError("The engine's answer has no Status of PENDING, SUCCEEDED or FAILED");
  };
  return { name: engine.name, guarantees: engine.guarantees, invoke };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
