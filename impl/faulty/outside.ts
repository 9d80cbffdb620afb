/** Wrong about outside parties: what they are asked for. */
import { type FaultyEngine, withContext, withRequests } from "./faulty.ts";

export const OUTSIDE: readonly FaultyEngine[] = [
  {
    name: "callback-id-of-the-operation",
    bug: "gives the id of the operation for that of its callback",
    caughtBy: "started-once-as-asked",
    invoke: withContext((right) => ({
      callback: async (name, options) => {
        const { id, result } = await right.callback(name, options);
        return { id: idOfOperation(id), result };
      },
      waitForCallback: (name, submitter, options) =>
        right.waitForCallback(name, (id) => submitter(idOfOperation(id)), options),
    })),
  },
  {
    name: "input-of-the-invoked-lost",
    bug: "invokes another function without its input",
    caughtBy: "started-once-as-asked",
    invoke: withRequests((updates) =>
      updates.map((update) => {
        const { Payload: _, ...without } = update;
        return update.Type === "CHAINED_INVOKE" ? without : update;
      }),
    ),
  },
];

/** That of a callback has it in itself. */
function idOfOperation(id: string): string {
  return id.replace(/^callback-/, "");
}
