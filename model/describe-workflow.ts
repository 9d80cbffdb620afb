/** The only place where workflows become words. */
import type { RetryPolicy } from "./retry.ts";
import type {
  Batch,
  BodyRun,
  Branch,
  Callback,
  Operation,
  OutsideEnd,
  WaitForCallback,
  WaitForCondition,
  Workflow,
} from "./workflow.ts";

/** `charge (at most once, never retried) -> wait settle 5 s`. */
export function describeWorkflow(workflow: Workflow): string {
  const text = describeBlock(workflow.operations);
  const result = describeResult(workflow);
  return result.length === 0 ? text : `${text}; the result ${result.join(", ")}`;
}

function describeBlock(operations: readonly Operation[]): string {
  if (operations.length === 0) return "(no operations)";
  return operations.map(describeOperation).join(" -> ");
}

export function describeOperation(operation: Operation): string {
  const details = detailsOf(operation);
  if ("awaited" in operation && operation.awaited !== undefined) {
    details.push(operation.awaited === "later" ? "awaited at the end" : "never awaited");
  }
  details.push(...describeResult(operation));
  if ("serdes" in operation && operation.serdes !== undefined) {
    details.push(`${operation.serdes} serdes`);
  }
  if ("onError" in operation && operation.onError === "catch") details.push("error caught");
  const inside = insideOf(operation);
  const after = details.length === 0 ? "" : ` (${details.join(", ")})`;
  const kind = operation.kind === "step" ? "" : `${operation.kind} `;
  return `${kind}${operation.name}${after}${inside}`;
}

function insideOf(operation: Operation): string {
  if ("branches" in operation) {
    return ` [${operation.branches.map(describeBranch).join(" | ")}]`;
  }
  return "operations" in operation ? ` { ${describeBlock(operation.operations)} }` : "";
}

function describeBranch(branch: Branch): string {
  const result = describeResult(branch);
  const after = result.length === 0 ? "" : `; ${result.join(", ")}`;
  return `${describeBlock(branch.operations)}${after}`;
}

/** What a result is besides what it says. */
function describeResult(result: object): string[] {
  const { padding, gives }: Pick<Branch, "padding" | "gives"> = result;
  const size = padding === undefined ? [] : [`padded with ${padding} bytes`];
  return gives === undefined ? size : [...size, `gives ${gives}`];
}

function detailsOf(operation: Operation): string[] {
  switch (operation.kind) {
    case "step": {
      const once = operation.semantics === "AtMostOncePerRetry" ? "at most once" : "at least once";
      return [once, describeRetry(operation.retry), ...describeRuns(operation)];
    }
    case "wait":
      return [`${operation.seconds} s`];
    case "work":
      return [`${operation.milliseconds} ms, not durable`];
    case "invoke":
      return [describeEnd(operation.end)];
    case "callback":
      return [describeEnd(operation.end), ...describeTimeouts(operation)];
    case "wait-for-callback":
      return [
        ...(operation.retry === undefined ? [] : [describeRetry(operation.retry)]),
        ...describeRuns(operation),
        describeEnd(operation.end),
        ...describeTimeouts(operation),
      ];
    case "wait-for-condition":
      return [
        `met at poll ${operation.polls}, ${describePolling(operation)}`,
        ...describeRuns(operation),
      ];
    case "parallel":
    case "map":
      return describeBatch(operation);
    default:
      return [];
  }
}

function describePolling({ delaySeconds, attempts, helper }: WaitForCondition): string {
  if (helper !== undefined) return describeHelper("polled by the helper", helper);
  const givesUp = attempts === undefined ? "" : `, gives up after ${attempts}`;
  return `${delaySeconds} s apart${givesUp}`;
}

function describeHelper(words: string, settings: object): string {
  return [words, ...Object.entries(settings).map(([key, value]) => `${key} ${value}`)].join(" ");
}

function describeBatch({ maxConcurrency, completion, nesting, itemSerdes }: Batch): string[] {
  const details: string[] = [];
  if (maxConcurrency !== undefined) details.push(`${maxConcurrency} at once`);
  for (const [key, value] of Object.entries(completion ?? {})) details.push(`${key} ${value}`);
  if (nesting !== undefined) details.push(nesting);
  if (itemSerdes !== undefined) details.push(`${itemSerdes} serdes of items`);
  return details;
}

function describeEnd({ does, seconds }: OutsideEnd): string {
  const verb = { succeed: "succeeds", fail: "fails", "time-out": "times out", stop: "is stopped" }[
    does
  ];
  return `${verb} after ${seconds} s`;
}

function describeTimeouts(callback: Callback | WaitForCallback): string[] {
  const { timeoutSeconds, heartbeatSeconds, beats } = callback;
  return [
    ...(timeoutSeconds === undefined ? [] : [`timeout ${timeoutSeconds} s`]),
    ...(heartbeatSeconds === undefined ? [] : [`heartbeat timeout ${heartbeatSeconds} s`]),
    ...(beats === undefined ? [] : [`heartbeats after ${beats.join(", ")} s`]),
  ];
}

function describeRuns({ runs }: { readonly runs: readonly BodyRun[] }): string[] {
  const plain = runs.every(({ does, milliseconds }) => does === "return" && milliseconds === 0);
  if (plain) return [];
  const each = runs.map(({ does, milliseconds }) => {
    const verb = does === "return" ? "returns" : "throws";
    return milliseconds === 0 ? verb : `${verb} after ${milliseconds} ms`;
  });
  return [each.join(" then ")];
}

export function describeRetry(retry: RetryPolicy): string {
  switch (retry.policy) {
    case "default":
      return "default retry";
    case "never":
      return "never retried";
    case "limited": {
      const delay = retry.delaySeconds === undefined ? "" : ` ${retry.delaySeconds} s apart`;
      return `up to ${retry.attempts} attempts${delay}${describeManner(retry.manner)}`;
    }
    case "exponential":
    case "linear": {
      const { policy, ...settings } = retry;
      return describeHelper(`${policy} retry`, settings);
    }
  }
}

function describeManner(manner: "throws" | "mutates" | undefined): string {
  if (manner === undefined) return "";
  return manner === "throws" ? ", then the strategy throws" : ", the strategy changes the error";
}
