/** What a process that runs handlers and the one that conducts the execution tell each other. */
import type { InvocationStart } from "../simulated/invocation.ts";
import type { InvocationEnd } from "../simulated/invocation-end.ts";

/** Where the other ends of its pipes are in a process that runs handlers. */
export const CALLS_FD = 3;
export const LIFELINE_FD = 4;

/** What may be called of the `World`, by the names of its parts. */
export const CALLS = {
  recorder: ["record"],
  elsewhere: ["advance"],
  service: [
    "startInvocation",
    "checkpoint",
    "checkpointUnheard",
    "loseCheckpoint",
    "state",
    "answer",
    "parentOf",
    "useTokenUp",
    "withholdToken",
  ],
  outside: ["hear", "reaches"],
  faults: ["ofCheckpoint", "ofPage"],
  runs: ["next"],
  handler: ["workflow"],
} as const;

/** How far the process has come in what only it knows. */
export interface Progress {
  /** Virtual milliseconds. */
  readonly now: number;
  /** Of the random numbers. */
  readonly random: number;
}

/** The conductor to the process: run an invocation. */
export interface Start extends Progress {
  readonly invocation: InvocationStart;
  /** Which execution it is of: another one begins with a clock of its own. */
  readonly execution: number;
}

/** The process to the conductor. */
export type FromProcess =
  | { readonly kind: "ready" }
  /** The engine can't be loaded. */
  | { readonly kind: "unusable"; readonly message: string }
  | Call
  | (Progress & { readonly kind: "ended"; readonly end: InvocationEnd });

/** A call of the `World`; the process stands still until it is answered, or killed instead. */
export interface Call extends Progress {
  readonly kind: "call";
  readonly part: string;
  readonly method: string;
  readonly parameters: readonly unknown[];
}

/** What a call gave, and what the process has to know besides. */
export interface Reply {
  readonly outcome: { readonly value: unknown } | { readonly refused: Refusal };
  /** When something next happens elsewhere: until then time can move without asking. */
  readonly next: number | undefined;
  readonly recordedEnd: "SUCCEEDED" | "FAILED" | undefined;
}

/** A `ServiceError`, in its parts. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}
