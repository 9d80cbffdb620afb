/** Serdes as user code has them: how results travel to the log and back, and how outside ones are read. */
import { failureOf, type Serdes as SerdesKind, type SerdesWork } from "../model/serdes.ts";
import { SLOW_MILLISECONDS } from "../model/serdes-text.ts";
import type { Deserialize, Serdes } from "./engine.ts";
import type { Reporter } from "./interpreter.ts";

/** What the engine is to be given of it: nothing where there is none. */
export function serdesOption(
  kind: SerdesKind | undefined,
  operation: string,
  reporter: Reporter,
): { readonly serdes?: Serdes } {
  return kind === undefined ? {} : { serdes: createSerdes(kind, operation, reporter) };
}

/** `operation` is what it is told by where it fails. */
export function createSerdes(kind: SerdesKind, operation: string, reporter: Reporter): Serdes {
  if (kind === "slow") {
    return {
      serialize: async (value) => {
        await reporter.sleep(SLOW_MILLISECONDS);
        return JSON.stringify(value, writeErrors);
      },
      deserialize: async (text) => {
        await reporter.sleep(SLOW_MILLISECONDS);
        return text === undefined ? undefined : JSON.parse(text, readErrors);
      },
    };
  }
  if (kind === "asymmetric") {
    return {
      serialize: async (value) => JSON.stringify({ sent: value }),
      deserialize: async (text) =>
        text === undefined ? undefined : { received: JSON.parse(text).sent ?? null },
    };
  }
  const use = useOf(kind, operation, reporter);
  return {
    serialize: async (value) => {
      await use("write");
      return JSON.stringify(value, writeErrors);
    },
    deserialize: async (text) => {
      await use("read");
      return text === undefined ? undefined : JSON.parse(text, readErrors);
    },
  };
}

/**
 * What comes before each use of a serdes: where it fails once, that use throws. How often it has
 * been used is counted where runs of bodies are: outside of the handler, whose process may be gone
 * by the next time.
 */
function useOf(kind: SerdesKind, operation: string, reporter: Reporter) {
  const failing = failureOf(kind);
  return async (doing: SerdesWork): Promise<void> => {
    if (doing !== failing?.doing) return;
    if (reporter.nextRun(`${operation} (${doing})`) !== failing.use) return;
    await reporter.report({ kind: "serdes-failed", operation, doing });
    throw new Error(`the serdes of ${operation} could not ${doing}`);
  };
}

/** Reads what an outside party has answered, where `read` is what is done without a serdes. */
export function createReader(
  kind: SerdesKind | undefined,
  read: (text: string) => unknown,
  operation: string,
  reporter: Reporter,
): { readonly deserialize?: Deserialize } {
  if (kind === undefined) return {};
  const use = useOf(kind, operation, reporter);
  const deserialize: Deserialize = async (text) => {
    if (kind === "slow") await reporter.sleep(SLOW_MILLISECONDS);
    await use("read");
    if (text === undefined) return undefined;
    return kind === "asymmetric" ? { received: read(text) } : read(text);
  };
  return { deserialize };
}

const ERROR = "(error)";

/** Errors are written with what they say, as a careful user would. */
function writeErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, cause } = value;
  return { [ERROR]: { name, message, cause } };
}

function readErrors(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(ERROR in value)) return value;
  const { name, message, cause } = value[ERROR] as Error;
  const error = new Error(message, cause === undefined ? {} : { cause });
  error.name = name;
  return error;
}
