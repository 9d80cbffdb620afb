/** What the benchmark asks the process of a contender, and what that answers. */
import type { Memory } from "./collect-garbage.ts";
import type { Sample } from "./measure.ts";
import type { Profile } from "./profile/owners.ts";

export type Request =
  | { readonly kind: "measure"; readonly milliseconds: number }
  | { readonly kind: "memory" }
  /** Runs so many executions, one after the other, and then measures memory. */
  | { readonly kind: "memory-after"; readonly executions: number }
  | { readonly kind: "profile"; readonly milliseconds: number }
  | { readonly kind: "close" };

/** Sent first of all, when the contender is ready and warm, and then one for each request. */
export type Reply =
  | { readonly kind: "ready"; readonly eventsPerExecution?: number }
  | { readonly kind: "sample"; readonly sample: Sample }
  | { readonly kind: "memory"; readonly memory: Memory }
  | { readonly kind: "profile"; readonly profile: Profile }
  | { readonly kind: "failed"; readonly message: string };
