/**
 * How results travel to the log and back: as JSON, or by a serdes of the user's. That may fail: it may
 * keep results elsewhere, and not reach them. Then neither has the operation failed nor the
 * execution: the invocation ends, and in the next one it is tried again.
 */
import type { Serdes } from "../engine.ts";
import { SerdesFailedError } from "./errors.ts";
import { never } from "./never.ts";

/** As JSON; undefined is left out. */
export const JSON_SERDES: Serdes = {
  serialize: async (value) => JSON.stringify(value),
  deserialize: async (text) => (text === undefined ? undefined : JSON.parse(text)),
};

/** Ends the invocation with an error that another one may not meet. */
export interface GivesUp {
  readonly giveUp: (error: Error) => void;
}

/** A serdes that ends the invocation where it fails; whoever has asked it is never answered. */
export function guard({ giveUp }: GivesUp, serdes: Partial<Serdes> = JSON_SERDES): Serdes {
  const { serialize, deserialize } = { ...JSON_SERDES, ...serdes };
  const orGiveUp = async <Value>(use: () => Promise<Value>): Promise<Value> => {
    try {
      return await use();
    } catch (error) {
      giveUp(new SerdesFailedError(error));
      return never();
    }
  };
  return {
    serialize: (value) => orGiveUp(() => serialize(value)),
    deserialize: (text) => orGiveUp(() => deserialize(text)),
  };
}
