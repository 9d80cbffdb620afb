/** One operation that the handler has called: its place in the log, and what it may do there. */
import type { OperationType, WireOperation, WireUpdate } from "../backend/wire.ts";
import type { Journal } from "./journal.ts";
import { never } from "./never.ts";
import type { Rules } from "./rules.ts";
import type { Scope } from "./scope.ts";
import type { Ends } from "./serdes.ts";

/** What all operations of one invocation share. */
export interface Surroundings extends Ends {
  readonly journal: Journal;
  readonly rules: Rules;
}

/** What a replay must meet again at the same place. */
export interface Identity {
  readonly Type: OperationType;
  readonly SubType: string;
  readonly Name: string;
}

/** The context that an operation is below in the log; absent at the top. */
export interface Parent {
  readonly ParentId?: string;
}

/** An update without what is the same in all updates of an operation. */
export type Change = Omit<WireUpdate, "Id" | "ParentId" | keyof Identity>;

export class Operation {
  /** Its position: `2-1` is the first operation in the context of the second. */
  readonly id: string;
  readonly rules: Rules;
  readonly fail: Ends["fail"];
  readonly giveUp: Ends["giveUp"];
  /** The scope in which it was called. */
  readonly scope: Scope;
  private readonly fixed: Identity & Parent;
  private readonly journal: Journal;

  constructor(
    id: string,
    fixed: Identity & Parent,
    scope: Scope,
    { journal, rules, fail, giveUp }: Surroundings,
  ) {
    this.id = id;
    this.fixed = fixed;
    this.scope = scope;
    this.journal = journal;
    this.rules = rules;
    this.fail = fail;
    this.giveUp = giveUp;
  }

  /** What the log says of it; undefined before START is recorded. */
  get entry(): WireOperation | undefined {
    return this.journal.get(this.id);
  }

  /** Whether what it does may still be recorded. */
  get isLive(): boolean {
    return this.rules.mayRecord(this.scope.isLive);
  }

  /** Resolves when the update is recorded: never, where nothing may be recorded any more. */
  write(change: Change): Promise<void> {
    if (!this.isLive) return never();
    return this.journal.write({ Id: this.id, ...this.fixed, ...change });
  }

  /** Resolves when the log says something else of it. */
  changed(): Promise<void> {
    return this.journal.changed(this.id);
  }

  /** Runs user code of it, where what comes of that may be recorded. */
  work<Value>(body: () => Promise<Value>): Promise<Value> {
    return this.isLive ? this.scope.work(body) : never();
  }
}
