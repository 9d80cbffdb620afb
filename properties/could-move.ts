/**
 * What could still move in an invocation at a given event without a timer or an outside party: user
 * code, or the engine on behalf of it. Read from the story alone; what goes on in a context that
 * has ended is nobody's any more and does not count.
 */
import { type Node, ROOT } from "../model/program.ts";
import type { Batch } from "../model/workflow.ts";
import { changeMet } from "./changed-handlers.ts";
import { endOf, isEnough, isMadeAgain, isRemembered, settles } from "./ended.ts";
import { Moment } from "./moment.ts";
import type { InvocationStory, OperationStory, Story } from "./story.ts";

/** Something that could move, and the operation that it belongs to; undefined for the handler. */
export interface Move {
  readonly name: string | undefined;
  readonly doing: string;
}

/** The first thing that could have gone on in this invocation just before an event. */
export function couldMove(
  story: Story,
  invocation: InvocationStory,
  before: number,
): Move | undefined {
  const met = changeMet(story, invocation);
  if (met !== undefined && met.index < before) {
    return { name: undefined, doing: "the execution could fail for what its handler has called" };
  }
  const moment = new Moment(story, invocation, before);
  const awaited = new Map<number, OperationStory | undefined>();
  for (const context of [undefined, ...moment.operations]) {
    if (context !== undefined && !isUserCode(context.node)) continue;
    const index = context?.node.index ?? ROOT;
    if (!isLive(moment, index)) continue;
    const next = awaitedIn(moment, index);
    if (next === undefined) {
      return { name: context?.name, doing: `${context?.name ?? "the handler"} awaits nothing` };
    }
    awaited.set(index, next);
  }
  for (const operation of moment.operations) {
    const { context, index } = operation.node;
    if (!awaited.has(context) || !moment.isCalled(operation)) continue;
    const isAwaited = awaited.get(context)?.node.index === index;
    const doing = moveOf(moment, operation, isAwaited);
    if (doing !== undefined) return { name: operation.name, doing };
  }
  return undefined;
}

function isUserCode({ kind }: Node): boolean {
  return kind === "child" || kind === "branch";
}

/** Whether the user code of a context runs, and nothing around it has ended. */
function isLive(moment: Moment, index: number): boolean {
  if (index === ROOT) return true;
  const context = moment.operations[index] as OperationStory;
  if (isUnwanted(moment, context)) return false;
  if (context.node.kind === "batch") {
    if (!moment.isCalled(context) || moment.isGiven(context) || isEnough(moment, context)) {
      return false;
    }
  } else if (!moment.isRunning(context)) {
    return false;
  }
  return isLive(moment, context.node.context);
}

/** What would only be made again, and nobody waits for, need not be. */
function isUnwanted(moment: Moment, operation: OperationStory): boolean {
  if (!moment.isClosed(operation) || !moment.isToRunAgain(operation)) return false;
  const { awaited, context } = operation.node;
  if (awaited === "operand") return !isOperandOfOpen(moment, operation);
  return awaited !== "now" && awaitedIn(moment, context)?.name !== operation.name;
}

/** What the user code of a context awaits; undefined if it is about to call something, or to end. */
function awaitedIn(moment: Moment, context: number): OperationStory | undefined {
  const own =
    context === ROOT
      ? moment.operations.filter(({ node }) => node.context === ROOT)
      : moment.inside(moment.operations[context] as OperationStory);
  for (const each of own) {
    if (!moment.isCalled(each)) return undefined;
    if (each.node.awaited !== "now") continue;
    if (!moment.isGiven(each)) return each;
    if (moment.hasEndedItsBlock(each)) return undefined;
  }
  for (const each of own) {
    if (each.node.awaited !== "later") continue;
    if (!moment.isGiven(each)) return each;
    if (moment.hasEndedItsBlock(each)) return undefined;
  }
  return undefined;
}

/** What could happen next with an operation that was called; undefined if it can only wait. */
function moveOf(moment: Moment, operation: OperationStory, isAwaited: boolean): string | undefined {
  if (moment.isGiven(operation)) return undefined;
  const { name, node } = operation;
  const toBeGiven = isAwaited ? `the handler awaits ${name}, which has ended` : undefined;
  if (moment.isClosed(operation) && !moment.isToRunAgain(operation)) return toBeGiven;
  if (isUnwanted(moment, operation)) return undefined;
  switch (node.kind) {
    case "work":
      return `${name} is going on`;
    case "step":
    case "condition":
      return moment.hasStrategyThrown(operation) ? toBeGiven : moveOfStep(moment, operation);
    case "wait":
    case "callback":
    case "invoke":
      if (!moment.isStarted(operation)) return `${name} was called and is not started`;
      return moment.hasHeardTheEnd(operation) ? toBeGiven : undefined;
    case "child":
      if (moment.isRunning(operation)) return undefined;
      if (!moment.hasFinished(operation)) return `the function of ${name} is to run`;
      return toBeGiven ?? (moment.isClosing(operation) ? undefined : `${name} is to be closed`);
    case "batch":
      if (isEnough(moment, operation)) return toBeGiven;
      return canStartBranch(moment, operation, isAwaited)
        ? `a branch of ${name} is to start`
        : undefined;
    case "combinator":
      return settles(moment, operation) ? toBeGiven : undefined;
    case "wait-for-callback":
      return moveOfParts(moment, operation);
    default:
      return undefined;
  }
}

function moveOfStep(moment: Moment, step: OperationStory): string | undefined {
  if (moment.isRunning(step)) return `the body of ${step.name} is running`;
  return moment.isRetryPending(step) ? undefined : `${step.name} waits for no timer`;
}

/** First the callback is started, then the submitter runs, then the callback is awaited. */
function moveOfParts(moment: Moment, { name, node }: OperationStory): string | undefined {
  const callback = moment.operations[node.index + 1] as OperationStory;
  const submitter = moment.operations[node.index + 2] as OperationStory;
  if (!moment.isStarted(callback)) return `${callback.name} is not started`;
  if (!moment.isClosed(submitter)) return moveOfStep(moment, submitter);
  const over = moment.hasFailed(submitter) || moment.hasHeardTheEnd(callback);
  return over ? `${name} has ended and is not closed` : undefined;
}

function canStartBranch(moment: Moment, batch: OperationStory, isAwaited: boolean): boolean {
  const { maxConcurrency } = batch.operation as Batch;
  const wanted = isAwaited || (isOperandOfOpen(moment, batch) && !isMadeAgain(moment, batch));
  const open = moment
    .inside(batch)
    .filter((branch) => endOf(moment, branch) === undefined)
    .filter((branch) => wanted || !isRemembered(moment, batch, branch));
  const running = open.filter((branch) => moment.isRunning(branch)).length;
  return running < open.length && running < (maxConcurrency ?? Number.POSITIVE_INFINITY);
}

/** Whether a combinator that user code may still be given waits for it. */
function isOperandOfOpen(moment: Moment, { node }: OperationStory): boolean {
  if (node.awaited !== "operand") return false;
  const whole = moment.operations.find(
    (each) => each.node.kind === "combinator" && each.node.inside.includes(node.index),
  ) as OperationStory;
  if (moment.isGiven(whole)) return false;
  return whole.node.awaited !== "operand" || isOperandOfOpen(moment, whole);
}
