/** Flags, checked: each wrong one gets one sentence that says what was found and what is accepted. */
import { ENGINE_NAMES, fullEngineName, isEngineName, TIERS, type Tier } from "../impl/runner.ts";
import { PROPERTIES } from "../properties/all.ts";
import { KINDS, type Kinds, MOST_OPERATIONS } from "../properties/exhaustive/every-workflow.ts";
import { SCOPES, type Scope } from "../properties/generators/case.ts";
import type { Property } from "../properties/property.ts";
import type { Arguments } from "./arguments.ts";
import { type Corpus, readCorpus } from "./corpus.ts";
import { LackError, type LoadError } from "./pool/watched-worker.ts";
import { DEFAULT_SCOPE } from "./settings/settings.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_OPERATIONS = 2;

/** A whole number between two bounds, if the flag is there. @throws UsageError */
export function wholeNumber(
  given: Arguments,
  flag: string,
  minimum: number,
  maximum: number,
): number | undefined {
  const text = given.text(flag);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= minimum && number <= maximum) return number;
  throw new UsageError(
    `${given.where(flag)}: found ${JSON.stringify(text)}; accepted is a whole number from ${minimum} to ${maximum}.`,
  );
}

/** What the cases are made of. @throws UsageError */
export function scope(given: Arguments): Scope {
  const text = given.text("--scope") ?? DEFAULT_SCOPE;
  const known = SCOPES.find((each) => each === text);
  if (known !== undefined) return known;
  throw new UsageError(
    `${given.where("--scope")}: found ${JSON.stringify(text)}; accepted is ${SCOPES.join(" or ")}.`,
  );
}

/** How large the workflows of an exhaustive search may be. @throws UsageError */
export function operations(given: Arguments): number {
  const most = MOST_OPERATIONS[kinds(given)];
  const text = given.text("--operations");
  if (text !== undefined && /^\d+$/.test(text) && Number(text) > most) {
    throw new UsageError(
      `${given.where("--operations")}: found ${text} with --kinds ${kinds(given)}; accepted is a whole number from 1 to ${most}.`,
    );
  }
  return wholeNumber(given, "--operations", 1, most) ?? DEFAULT_OPERATIONS;
}

/** What the workflows of an exhaustive search are made of. @throws UsageError */
export function kinds(given: Arguments): Kinds {
  const text = given.text("--kinds") ?? "steps-and-waits";
  const known = KINDS.find((each) => each === text);
  if (known !== undefined) return known;
  throw new UsageError(
    `${given.where("--kinds")}: found ${JSON.stringify(text)}; accepted is ${KINDS.join(" or ")}.`,
  );
}

/** What interruptions kill for real. @throws UsageError, also where the engine is in no process. */
export function tier(given: Arguments, engine: string): Tier {
  const text = given.text("--tier") ?? "simulated";
  const known = TIERS.find((each) => each === text);
  if (known === undefined) {
    throw new UsageError(
      `${given.where("--tier")}: found ${JSON.stringify(text)}; accepted is ${TIERS.join(", ")}.`,
    );
  }
  if (engine !== "model" || known === "simulated") return known;
  throw new UsageError(
    `${given.where("--tier")}: found ${known} for the model, which runs in no process that could be killed; accepted is simulated, or another engine.`,
  );
}

/** The full name of the engine, if the flag is there. @throws UsageError */
export function engineName(given: Arguments): string | undefined {
  const text = given.text("--engine");
  return text === undefined ? undefined : knownEngine(given.where("--engine"), text);
}

/** The full names of all engines that are given. @throws UsageError */
export function engineNames(given: Arguments): readonly string[] {
  return given.texts("--engine").map((text) => knownEngine("--engine", text));
}

/** `where` says who named it. @throws UsageError */
export function knownEngine(where: string, text: string): string {
  const name = fullEngineName(text);
  if (isEngineName(name)) return name;
  const accepted = `aws-sdk, ${ENGINE_NAMES.join(", ")}, or the path of a module (./my-engine.ts)`;
  throw new UsageError(`${where}: found ${JSON.stringify(text)}; accepted is ${accepted}.`);
}

/** The corpus that applies; undefined for none. @throws UsageError */
export function corpus(given: Arguments): Corpus | undefined {
  const folder = given.text("--corpus");
  if (!given.has("--no-corpus")) return readCorpus(folder);
  if (!given.typed("--corpus")) return undefined;
  throw new UsageError("--no-corpus: found --corpus too; accepted is one of them.");
}

/** An engine that is known, or a module, but can't be loaded; says why. */
export function unloadable(error: LoadError, where = "--engine"): UsageError {
  const accepted =
    error instanceof LackError
      ? "an engine that has all that the drawn workflows call for"
      : "an engine of this package, or a module that exports createEngine";
  return new UsageError(`${where}: ${error.message}; accepted is ${accepted}.`);
}

/** The properties that are named; where none is, all that such cases exercise. @throws UsageError */
export function properties(given: Arguments, cases: Scope): readonly Property[] {
  const ids = new Set(given.texts("--property"));
  for (const id of ids) {
    if (PROPERTIES.some((each) => each.id === id)) continue;
    const accepted = PROPERTIES.map((each) => each.id).join(", ");
    throw new UsageError(
      `${given.where("--property")}: found ${JSON.stringify(id)}; accepted is ${accepted}.`,
    );
  }
  if (ids.size > 0) return PROPERTIES.filter(({ id }) => ids.has(id));
  return PROPERTIES.filter((property) => property.scope === undefined || cases === "all");
}
