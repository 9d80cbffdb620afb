/**
 * One invocation of a handler: it goes on until the handler has ended, until nothing is left but to
 * wait for the service, or until a call to the service has failed.
 */
import type { ServiceError, WireAnswer } from "../backend/wire.ts";
import type { EngineInvocation } from "../engine.ts";
import { Context } from "./context.ts";
import { writeError } from "./errors.ts";
import { Journal } from "./journal.ts";
import type { Rules } from "./rules.ts";
import { Scope } from "./scope.ts";

/** Results over this many bytes are recorded, and the answer is empty: 6 MB with its envelope. */
const ANSWER_LIMIT_BYTES = 6 * 1_024 * 1_024 - 50;

export class Invocation {
  private readonly options: EngineInvocation;
  private readonly rules: Rules;
  private readonly scope = new Scope(() => this.watchForRest());
  private readonly journal: Journal;
  private watching = false;
  /** Only the first end counts. */
  private endWith: (answer: WireAnswer | Promise<WireAnswer>) => void = () => {};
  private breakDown: (error: Error) => void = () => {};

  constructor(options: EngineInvocation, rules: Rules) {
    this.options = options;
    this.rules = rules;
    this.journal = new Journal({
      invocation: options,
      onRest: () => this.watchForRest(),
      onFailure: (error) => this.endWith(answerTo(error)),
    });
  }

  /** Gives the answer. @throws what went wrong, where only another invocation can help. */
  async run(): Promise<WireAnswer> {
    try {
      return await new Promise<WireAnswer>((resolve, reject) => {
        this.endWith = resolve;
        this.breakDown = reject;
        this.runHandler().then(resolve, (error: unknown) => resolve(answerTo(error)));
      });
    } finally {
      this.scope.end();
      this.journal.close();
    }
  }

  private async runHandler(): Promise<WireAnswer> {
    const { journal, rules, scope } = this;
    await journal.open();
    const fail = (error: Error) => {
      scope.end();
      this.endWith(failed(error));
    };
    const giveUp = (error: Error) => {
      scope.end();
      this.breakDown(error);
    };
    const context = new Context({ journal, rules, fail, giveUp }, scope);
    const answer = await scope
      .run(() => this.options.handler(context, journal.input))
      .then(succeeded)
      .catch(failed);
    // What was sent without being awaited is in the log before the answer.
    await journal.settled();
    return this.fitting(answer);
  }

  private async fitting(answer: WireAnswer): Promise<WireAnswer> {
    const result = answer.Status === "SUCCEEDED" ? (answer.Result ?? "") : "";
    if (Buffer.byteLength(result) <= ANSWER_LIMIT_BYTES) return answer;
    const Id = `result-${this.options.requestId}`;
    await this.journal.write({ Id, Type: "EXECUTION", Action: "SUCCEED", Payload: result });
    return { Status: "SUCCEEDED", Result: "" };
  }

  /**
   * Suspends once user code can't move and nothing is left to send. Who has just been given
   * something goes on at once, so what is at rest after the microtasks of this turn stays so.
   */
  private watchForRest(): void {
    if (this.watching || !this.isAtRest) return;
    this.watching = true;
    setImmediate(() => {
      this.watching = false;
      if (this.isAtRest) this.endWith({ Status: "PENDING" });
    });
  }

  private get isAtRest(): boolean {
    if (this.scope.isOver) return false;
    const outstanding = { userCode: this.scope.isBusy, updates: this.journal.isBusy };
    return this.rules.canSuspend(outstanding);
  }
}

function succeeded(value: unknown): WireAnswer {
  return { Status: "SUCCEEDED", Result: JSON.stringify(value) };
}

function failed(error: unknown): WireAnswer {
  return { Status: "FAILED", Error: writeError(error) };
}

/**
 * What a refused call makes of the invocation. What is wrong with the request is wrong with the
 * execution; a stale token, a throttled call and an error of the service only end the invocation.
 */
async function answerTo(error: unknown): Promise<WireAnswer> {
  const { message, $metadata } = error as Partial<ServiceError>;
  const status = $metadata?.httpStatusCode ?? 500;
  const isStale = /^invalid checkpoint token/i.test(message ?? "");
  if (status < 400 || status >= 500 || status === 429 || isStale) throw error;
  return failed(error);
}
