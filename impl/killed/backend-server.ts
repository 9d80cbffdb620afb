/** A durable execution service as a process: it answers one request after the other, from its file. */
import { existsSync, rmSync } from "node:fs";
import { flushCompileCache } from "node:module";
import type { ServiceOptions } from "../backend/service.ts";
import { SqliteService } from "../backend/sqlite/service.ts";
import { ServiceError } from "../backend/wire.ts";
import {
  ANSWERS_FD,
  type BackendAnswer,
  type BackendRequest,
  type Outcome,
  REQUESTS_FD,
} from "./backend-messages.ts";
import { BlockingPipe } from "./frames.ts";

/** What makes services and opens them again; another one than SQLite's where that is to be tested. */
export type Stores = Pick<typeof SqliteService, "create" | "open">;

/** Serves until whoever asks has gone; then it removes the folder of its files. */
export function serve(folder: string, stores: Stores = SqliteService): void {
  const server = new BackendServer(stores);
  flushCompileCache();
  try {
    while (server.next());
  } catch (error) {
    // Another process of the same parent may have been quicker, and taken the files away.
    if (!(error instanceof ParentGone) && existsSync(folder)) throw error;
  }
  rmSync(folder, { recursive: true, force: true });
}

type Call = Extract<BackendRequest, { readonly kind: "call" }>;

/** Whoever asks has gone while something was answered. */
class ParentGone extends Error {}

class BackendServer {
  private readonly pipe = new BlockingPipe(REQUESTS_FD, ANSWERS_FD);
  private readonly stores: Stores;
  private service: SqliteService | undefined;
  private now = 0;
  private current: Call | undefined;

  constructor(stores: Stores) {
    this.stores = stores;
  }

  /** Answers a request; false if there are to be none any more. */
  next(): boolean {
    const request = this.pipe.read() as BackendRequest | undefined;
    if (request === undefined) return false;
    this.now = request.now;
    if (request.kind === "call") this.answer(request);
    else this.start(request);
    return true;
  }

  private start({ kind, file, options }: Exclude<BackendRequest, Call>): void {
    this.service?.close();
    const date = (milliseconds: number) => new Date(milliseconds);
    const all: ServiceOptions = { ...options, now: () => this.now, date };
    const outcome = outcomeOf(() => {
      this.service = this.stores[kind](file, all, (edge) => {
        if (edge !== "after" && edge === this.current?.standStill) this.standStill();
      });
    });
    this.tell({ kind: "answer", outcome });
  }

  private answer(call: Call): void {
    const { method, parameters, standStill } = call;
    this.current = call;
    const service = this.service as unknown as Record<string, (...all: unknown[]) => unknown>;
    const outcome = outcomeOf(() => service[method]?.(...parameters));
    if (standStill === "after") this.standStill(outcome);
    // A call that changes nothing has no transaction in which to stand still.
    if (standStill !== undefined) this.standStill();
    this.tell({ kind: "answer", outcome });
  }

  /** Waits to be killed. */
  private standStill(outcome?: Outcome): void {
    this.tell({ kind: "standing", ...(outcome === undefined ? {} : { outcome }) });
    if (this.pipe.read() === undefined) throw new ParentGone();
    throw new Error("It was not killed");
  }

  private tell(answer: BackendAnswer): void {
    if (!this.pipe.write(answer)) throw new ParentGone();
  }
}

function outcomeOf(act: () => unknown): Outcome {
  try {
    return { value: act() };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { name, message } = error;
    return { refused: { name, message, status: error.$metadata.httpStatusCode } };
  }
}
