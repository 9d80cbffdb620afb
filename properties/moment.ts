/** One moment of an invocation: what has become of each operation by then. No rules are in here. */
import type { Outcome } from "../model/history.ts";
import {
  closing,
  type InvocationStory,
  lastBefore,
  type OperationStory,
  ofInvocation,
  type Story,
} from "./story.ts";

interface Placed {
  readonly index: number;
  readonly invocation: number;
}

export class Moment {
  /** By index of their node. */
  readonly operations: readonly OperationStory[];
  private readonly number: number;
  private readonly before: number;
  private readonly told: number;

  /**
   * Just before the event `before`, which is one of the invocation: as far as the engine has been
   * told, or as far as the log goes.
   */
  constructor(
    story: Story,
    invocation: InvocationStory,
    before: number,
    knowing: "what-was-told" | "the-log" = "what-was-told",
  ) {
    this.operations = story.byNode;
    this.number = invocation.number;
    this.before = before;
    this.told = knowing === "the-log" ? before - 1 : lastTold(invocation, before);
  }

  /** The branches of a batch, the operands of a combinator. */
  inside({ node }: OperationStory): readonly OperationStory[] {
    return node.inside.map((index) => this.operations[index] as OperationStory);
  }

  isCalled({ called }: OperationStory): boolean {
    return this.here(called).length > 0;
  }

  /** Whether the await of it has given its outcome. */
  isGiven({ resolved }: OperationStory): boolean {
    return this.here(resolved).length > 0;
  }

  /** Whether it gave an error that its block does not catch. */
  hasEndedItsBlock({ resolved, operation }: OperationStory): boolean {
    const threw = this.here(resolved).some(({ event }) => event.outcome.kind === "threw");
    return threw && !("onError" in operation && operation.onError === "catch");
  }

  /** Whether a body or the function of a context is running. */
  isRunning({ entered, finished }: OperationStory): boolean {
    return this.here(entered).length > this.here(finished).length;
  }

  /** Whether a body or the function of a context has been started. */
  hasRun({ entered }: OperationStory): boolean {
    return this.here(entered).length > 0;
  }

  /** Whether the function of a context has ended. */
  hasFinished(context: OperationStory): boolean {
    return this.here(context.finished).length > 0 && !this.isRunning(context);
  }

  /** What the function of a context has returned or thrown, if it has ended. */
  outcomeOf(context: OperationStory): Outcome | undefined {
    return this.hasFinished(context)
      ? this.here(context.finished).at(-1)?.event.outcome
      : undefined;
  }

  isStarted({ recorded }: OperationStory): boolean {
    return recorded.some(this.earlier);
  }

  /** Whether the log has its end. */
  isClosed(operation: OperationStory): boolean {
    return this.closeOf(operation) !== undefined;
  }

  /** Whether its end has been sent. */
  isClosing(operation: OperationStory): boolean {
    const sent = this.here(operation.requested).some(({ update }) => update.action !== "START");
    return sent || this.isClosed(operation);
  }

  /** Whether its large result is left to be made again by its function. */
  isToRunAgain(operation: OperationStory): boolean {
    return this.closeOf(operation)?.update.replayChildren === true;
  }

  /** Whether it has ended badly: by its function, by an outside party, or as the log has it. */
  hasFailed(operation: OperationStory): boolean {
    const finished = this.here(operation.finished).at(-1);
    const { node } = operation;
    if (finished !== undefined && node.step === undefined) {
      return finished.event.outcome.kind === "threw";
    }
    const outside = operation.outside.find(this.earlier);
    if (outside !== undefined) return outside.event.status !== "SUCCEEDED";
    return this.closeOf(operation)?.update.action === "FAIL";
  }

  /** Whether the engine has been told that a timer or an outside party has ended it. */
  hasHeardTheEnd({ fired, outside }: OperationStory): boolean {
    const end = fired[0] ?? outside[0];
    return end !== undefined && end.index <= this.told;
  }

  /** Whether the last that happened to a step is a RETRY whose timer the engine has not heard of. */
  isRetryPending({ recorded, entered, fired }: OperationStory): boolean {
    const last = lastBefore(recorded, this.before);
    if (last?.update.action !== "RETRY") return false;
    const since = (each: Placed) => each.index > last.index && this.earlier(each);
    if (entered.some(since)) return false;
    return !fired.some((each) => since(each) && each.index <= this.told);
  }

  /** Whether the retry strategy has thrown when it was last asked. */
  hasStrategyThrown({ asked }: OperationStory): boolean {
    return this.here(asked).at(-1)?.event.decision.kind === "throw";
  }

  private closeOf(operation: OperationStory) {
    const close = closing(operation);
    return close !== undefined && this.earlier(close) ? close : undefined;
  }

  private readonly earlier = ({ index }: { readonly index: number }): boolean =>
    index < this.before;

  /** What of a list belongs to the invocation, so far. */
  private here<Each extends Placed>(list: readonly Each[]): readonly Each[] {
    return ofInvocation(list, this.number, this.before);
  }
}

/** Up to which event the engine had been told of the log: by its start, or by a call with a reply. */
function lastTold({ start, events }: InvocationStory, before: number): number {
  const replied = events.findLast(
    ({ event, index }) => event.kind === "checkpoint-replied" && index < before,
  );
  const told = events.findLast(
    ({ event, index }) =>
      event.kind === "checkpoint-recorded" && replied !== undefined && index < replied.index,
  );
  return told?.index ?? start.index;
}
