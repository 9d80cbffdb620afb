/** Serdes as user code has them: how results travel to the log and back, and how outside ones are read. */
import type { Serdes as SerdesKind } from "../model/serdes.ts";
import { SLOW_MILLISECONDS } from "../model/serdes-text.ts";
import type { Deserialize, Serdes } from "./engine.ts";
import type { Reporter } from "./interpreter.ts";

/** What the engine is to be given of it: nothing where there is none. */
export function serdesOption(kind: SerdesKind | undefined, reporter: Reporter) {
  return kind === undefined ? {} : { serdes: createSerdes(kind, reporter) };
}

export function createSerdes(kind: SerdesKind, reporter: Reporter): Serdes {
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
  return {
    serialize: async (value) => JSON.stringify({ sent: value }),
    deserialize: async (text) =>
      text === undefined ? undefined : { received: JSON.parse(text).sent ?? null },
  };
}

/** Reads what an outside party has answered, where `read` is what is done without a serdes. */
export function createReader(
  kind: SerdesKind | undefined,
  read: (text: string) => unknown,
  reporter: Reporter,
): { readonly deserialize?: Deserialize } {
  if (kind === undefined) return {};
  const deserialize: Deserialize = async (text) => {
    if (kind === "slow") await reporter.sleep(SLOW_MILLISECONDS);
    if (text === undefined) return undefined;
    return kind === "slow" ? read(text) : { received: read(text) };
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
