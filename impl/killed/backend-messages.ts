/** What a process that is a durable execution service and the one that asks it tell each other. */
import type { ServiceOptions } from "../backend/service.ts";
import type { TransactionEdge } from "../backend/sqlite/file.ts";
import type { Refusal } from "./messages.ts";

/** Where the ends of its two pipes are in a process that is a service. */
export const REQUESTS_FD = 3;
export const ANSWERS_FD = 4;

/** The calls that go to the process; what they change is in its file. */
export type BackendMethod =
  | "startInvocation"
  | "checkpoint"
  | "state"
  | "answer"
  | "fireTimers"
  | "endFromOutside"
  | "heartbeat"
  | "useTokenUp"
  | "withholdToken"
  | "remembered";

export type BackendRequest =
  | {
      readonly kind: "create" | "open";
      readonly file: string;
      readonly options: Omit<ServiceOptions, "now" | "date">;
      readonly now: number;
    }
  | {
      readonly kind: "call";
      readonly method: BackendMethod;
      readonly parameters: readonly unknown[];
      /** Milliseconds since 1970. */
      readonly now: number;
      /** Where in the transaction of this call to stand still, for ever: it is going to be killed. */
      readonly standStill?: TransactionEdge;
    };

export type Outcome = { readonly value: unknown } | { readonly refused: Refusal };

export type BackendAnswer =
  | { readonly kind: "answer"; readonly outcome: Outcome }
  /** It stands still; of a transaction that has been carried out, what would be the answer. */
  | { readonly kind: "standing"; readonly outcome?: Outcome };
