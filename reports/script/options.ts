/** The options of operations as source: strategies, timeouts, and how results travel to the log and back. */
import { type OddValue, UNWRITABLE_VALUES } from "../../model/odd-value.ts";
import type { ExponentialRetry, RetryPolicy } from "../../model/retry.ts";
import { failureOf, type Serdes } from "../../model/serdes.ts";
import { literal } from "../source.ts";

/** What of a case a script can't say: an option, or a kind of operation, by where it is. */
export class Unsayable extends Error {}

/** @throws Unsayable where an option is there that is none of these. */
export function refuseOthers(where: string, options: object, sayable: readonly string[]): void {
  const other = Object.keys(options).find((key) => !sayable.includes(key));
  if (other !== undefined) throw new Unsayable(`${other} of ${where}`);
}

/** An odd value. @throws Unsayable for what can't be written: a script would try that for ever. */
export function oddLiteral(gives: OddValue): string {
  const unwritable: readonly OddValue[] = UNWRITABLE_VALUES;
  if (unwritable.includes(gives)) throw new Unsayable(`a result that gives ${gives}`);
  return literal(gives);
}

/** An object of the options that there are. */
export function objectOf(options: readonly string[]): string {
  return options.length === 0 ? "{}" : `{ ${options.join(", ")} }`;
}

/** The strategy of an operation, as an option; none where the SDK's own default is to apply. */
export function retryOption(name: string, retry: RetryPolicy): readonly string[] {
  switch (retry.policy) {
    case "default":
      return [];
    case "never":
      return ["retryStrategy: () => ({ shouldRetry: false })"];
    case "limited": {
      const { attempts, delaySeconds, manner } = retry;
      const delay = delaySeconds === undefined ? "" : `, delay: { seconds: ${delaySeconds} }`;
      const end =
        manner === "throws"
          ? `throw new Error(${literal(`the strategy of ${name} failed`)});`
          : "return { shouldRetry: false };";
      const change = manner === "mutates" ? 'error.message += ", said the strategy"; ' : "";
      return [
        `retryStrategy: (error, attempt) => { ${change}if (attempt < ${attempts}) return { shouldRetry: true${delay} }; ${end} }`,
      ];
    }
    case "exponential":
      return [`retryStrategy: sdk.createRetryStrategy(${exponential(retry)})`];
    case "linear":
      throw new Unsayable(`the linear retries of ${name}`);
  }
}

function exponential(retry: ExponentialRetry): string {
  const { attempts, initialSeconds, maximumSeconds, rate, jitter } = retry;
  return objectOf([
    ...(attempts === undefined ? [] : [`maxAttempts: ${attempts}`]),
    ...(initialSeconds === undefined ? [] : [`initialDelay: { seconds: ${initialSeconds} }`]),
    ...(maximumSeconds === undefined ? [] : [`maxDelay: { seconds: ${maximumSeconds} }`]),
    ...(rate === undefined ? [] : [`backoffRate: ${rate}`]),
    ...(jitter === undefined ? [] : [`jitter: sdk.JitterStrategy.${jitter}`]),
  ]);
}

export function timeoutOption({
  timeoutSeconds,
}: {
  readonly timeoutSeconds?: number;
}): readonly string[] {
  return timeoutSeconds === undefined ? [] : [`timeout: { seconds: ${timeoutSeconds} }`];
}

/** How a result travels to the log and back. */
export function serdesOption(
  kind: Serdes | undefined,
  name: string,
  key = "serdes",
): readonly string[] {
  if (kind === undefined) return [];
  const failing = failureOf(kind);
  if (failing === undefined) return [`${key}: serdes.${kind}`];
  const { doing, use } = failing;
  const given = [literal(name), literal(doing), ...(use === 1 ? [] : [use])];
  return [`${key}: failingOnce(${given.join(", ")})`];
}

/** How what an outside party answers is read, where `read` is what is done without a serdes. */
export function readerOption(
  kind: Serdes | undefined,
  name: string,
  key: string,
  read: string,
): readonly string[] {
  return kind === undefined
    ? []
    : [`${key}: readerOf(${literal(kind)}, ${read}, ${literal(name)})`];
}
