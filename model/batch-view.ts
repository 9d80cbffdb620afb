/**
 * The result of a parallel or map, as it is viewed. Items that were under way when the batch ended
 * are not promised again on a replay (`BatchResult.started` in the SDK's reference): what has to
 * stay is the reason and the items that had ended, and user code goes by nothing else.
 */
import type { Outcome } from "./history.ts";
import { sameOutcome } from "./outcome.ts";

export interface BatchItem {
  readonly index: number;
  readonly status: string;
  readonly value?: unknown;
  readonly error?: { readonly message: string };
}

export interface Picture {
  readonly reason: string;
  readonly items: readonly BatchItem[];
}

/** @throws SyntaxError for a text that is no JSON. */
export function readPicture(view: string | undefined): Picture {
  const { reason = "", items = [] } = JSON.parse(view ?? "{}") as Partial<Picture>;
  return { reason, items };
}

/** What user code goes by. */
export function stablePicture<Item extends { readonly status: string }>(picture: {
  readonly reason: string;
  readonly items: readonly Item[];
}) {
  const { reason, items } = picture;
  return { reason, items: items.filter(({ status }) => status !== "STARTED") };
}

/** Whether a batch has given the same twice, as far as it has to. */
export function samePicture(left: Outcome, right: Outcome): boolean {
  if (left.kind === "threw" || right.kind === "threw") return sameOutcome(left, right);
  const stable = ({ value }: typeof left) => JSON.stringify(stablePicture(readPicture(value)));
  return stable(left) === stable(right);
}
