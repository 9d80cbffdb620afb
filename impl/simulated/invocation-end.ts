/** How an invocation has ended, as far as going on after it depends on that. */
import type { WireAnswer } from "../backend/wire.ts";

export type InvocationEnd =
  | { readonly kind: "answered"; readonly answer: WireAnswer }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "interrupted"; readonly restartSeconds?: number | undefined }
  | { readonly kind: "crashed" }
  | { readonly kind: "execution-timed-out" };
