/** What the handlers of workflows invoke: a function of its own for each operation, with an input of its own. */
import type { InvokeRequest } from "./engine.ts";

export function requestOf(operation: string): InvokeRequest {
  return { functionName: `${operation}-function:live`, input: { askedBy: operation } };
}
