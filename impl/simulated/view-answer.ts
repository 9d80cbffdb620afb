/** What an invocation answered, as the history shows it. */
import type { Answer } from "../../model/history.ts";
import { shorten } from "../../model/values.ts";
import type { WireAnswer } from "../backend/wire.ts";
import { viewWireError } from "./transport.ts";

export function viewAnswer(answer: WireAnswer): Answer {
  switch (answer.Status) {
    case "PENDING":
      return { kind: "PENDING" };
    case "FAILED":
      return { kind: "FAILED", error: viewWireError(answer.Error ?? {}) };
    case "SUCCEEDED":
      return answer.Result === undefined
        ? { kind: "SUCCEEDED" }
        : { kind: "SUCCEEDED", result: shorten(answer.Result) };
  }
}
