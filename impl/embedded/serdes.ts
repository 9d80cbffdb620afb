/**
 * How results travel to the log and back: as JSON, or by a serdes of the user's. That may fail: it may
 * keep results elsewhere, and not reach them. Then neither has the operation failed nor the
 * execution: the invocation ends, and in the next one it is tried again. What JSON can't write it
 * never will, and the execution fails.
 */
import type { Serdes } from "../engine.ts";
import { SerdesFailedError } from "./errors.ts";
import { never } from "./never.ts";

/** As JSON; undefined is left out. */
export const JSON_SERDES: Serdes = {
  serialize: async (value) => JSON.stringify(value),
  deserialize: async (text) => (text === undefined ? undefined : JSON.parse(text)),
};

/** What ends where a serdes fails. */
export interface Ends {
  /** Ends the execution with an error that user code can't catch. */
  readonly fail: (error: Error) => void;
  /** Ends the invocation with an error that another one may not meet. */
  readonly giveUp: (error: Error) => void;
}

/** A serdes that fails nobody but the invocation, or the execution: who has asked it is not answered. */
export function guard({ fail, giveUp }: Ends, own: Partial<Serdes> = {}): Serdes {
  const { serialize, deserialize } = { ...JSON_SERDES, ...own };
  const or = async <Value>(end: (error: Error) => void, use: () => Promise<Value>) => {
    try {
      return await use();
    } catch (error) {
      end(new SerdesFailedError(error));
      return never();
    }
  };
  const endOf = (part: keyof Serdes) => (own[part] === undefined ? fail : giveUp);
  return {
    serialize: (value) => or(endOf("serialize"), () => serialize(value)),
    deserialize: (text) => or(endOf("deserialize"), () => deserialize(text)),
  };
}
