/**
 * A workflow as the source of a handler for the AWS SDK for JavaScript. What a script has no words
 * for is told, and not left out.
 */
import type { Operation, Workflow } from "../../model/workflow.ts";
import { literal } from "../source.ts";

/** What of a case a script can't say: an option, or a kind of operation, by where it is. */
export class Unsayable extends Error {}

/** The options of each kind that a script has words for; the rest is unsayable. */
const SAYABLE: Readonly<Record<Operation["kind"], readonly string[]>> = {
  step: ["semantics", "retry", "runs", "onError", "awaited", "padding"],
  wait: ["seconds", "awaited"],
  work: ["milliseconds"],
  invoke: ["end", "onError", "awaited"],
  callback: ["end", "timeoutSeconds", "onError", "awaited"],
  "wait-for-callback": ["runs", "end", "timeoutSeconds", "onError", "awaited"],
  "wait-for-condition": ["polls", "delaySeconds", "runs", "onError", "awaited"],
  child: ["operations", "onError", "awaited", "padding"],
  parallel: ["branches", "maxConcurrency", "completion", "nesting", "awaited"],
  map: ["branches", "maxConcurrency", "completion", "nesting", "awaited"],
  all: ["operations", "onError", "awaited"],
  allSettled: ["operations", "onError", "awaited"],
  any: ["operations", "onError", "awaited"],
  race: ["operations", "onError", "awaited"],
};

/** The body of the handler, whose context is `context`. @throws Unsayable */
export function handlerSource({ operations, ...rest }: Workflow): string {
  refuseOthers("the workflow", rest, ["padding"]);
  return block(operations, "context", 1, "padding" in rest ? rest.padding : undefined);
}

function block(
  operations: readonly Operation[],
  context: string,
  depth: number,
  padding?: number,
): string {
  const indent = "  ".repeat(depth);
  const lines = ["const given = {};"];
  const later: string[] = [];
  for (const operation of operations) {
    const { name } = operation;
    const promise = `${identifier(name)}`;
    lines.push(...start(operation, context, depth));
    if (operation.kind === "work") continue;
    const awaited = `given[${literal(name)}] = await settle(${literal(name)}, ${promise}, ${literal("onError" in operation ? operation.onError : "throw")});`;
    const when = "awaited" in operation ? operation.awaited : undefined;
    if (when === "later") later.push(awaited);
    else if (when === undefined) lines.push(awaited);
  }
  const result = padding === undefined ? "given" : `{ ...given, padding: "~".repeat(${padding}) }`;
  return [...lines, ...later, `return ${result};`].map((line) => `${indent}${line}`).join("\n");
}

/** Starts an operation, as `const NAME = …;`; a promise in an array is not awaited by being returned. */
function start(operation: Operation, context: string, depth: number): readonly string[] {
  const { kind, name, ...options } = operation;
  refuseOthers(`${kind} ${name}`, options, SAYABLE[kind]);
  const called = `await at("operation-called", ${literal(name)});`;
  if (operation.kind === "work") {
    return [
      called,
      `await sleep(${operation.milliseconds});`,
      `await at("operation-resolved", ${literal(name)});`,
    ];
  }
  const constant = `const ${identifier(name)} =`;
  if (operation.kind === "callback") {
    const options = `{ ${timeout(operation)} }`;
    const create = `(await ${context}.createCallback(${literal(name)}, ${options}))[0]`;
    return [called, `${constant} [${create}];`];
  }
  if ("operations" in operation && operation.kind !== "child") {
    const operands = operation.operations.flatMap((each) => start(each, context, depth));
    const list = operation.operations.map((each) => `${identifier(each.name)}[0]`).join(", ");
    const combined = `${context}.promise.${operation.kind}(${literal(name)}, [${list}])`;
    return [...operands, called, `${constant} [${combined}];`];
  }
  return [called, `${constant} [${expression(operation, context, depth)}];`];
}

function expression(operation: Operation, context: string, depth: number): string {
  const name = literal(operation.name);
  const inner = `context${depth}`;
  const nested = (operations: readonly Operation[], padding?: number) =>
    `async (${inner}) => {\n${block(operations, inner, depth + 1, padding)}\n${"  ".repeat(depth)}}`;
  switch (operation.kind) {
    case "step":
      return `${context}.step(${name}, body(${name}, ${runs(operation.runs)}, ${operation.padding ?? 0}), ${stepOptions(operation)})`;
    case "wait":
      return `${context}.wait(${name}, { seconds: ${operation.seconds} })`;
    case "invoke":
      return `${context}.invoke(${name}, "target:live", null)`;
    case "wait-for-callback":
      return `${context}.waitForCallback(${name}, body(${literal(`${operation.name}-submitter`)}, ${runs(operation.runs)}, 0), { ${timeout(operation)} })`;
    case "wait-for-condition":
      return `${context}.waitForCondition(${name}, poll(${name}, ${runs(operation.runs)}), { initialState: 0, waitStrategy: (state) => (state >= ${operation.polls} ? { shouldContinue: false } : { shouldContinue: true, delay: { seconds: ${operation.delaySeconds} } }) })`;
    case "child":
      return `${context}.runInChildContext(${name}, ${nested(operation.operations, operation.padding)})`;
    case "parallel":
    case "map":
      return batch(operation, context, nested);
    default:
      throw new Unsayable(`${operation.kind} ${operation.name}`);
  }
}

function batch(
  {
    kind,
    name,
    branches,
    maxConcurrency,
    completion,
    nesting,
  }: Operation & { kind: "parallel" | "map" },
  context: string,
  nested: (operations: readonly Operation[], padding?: number) => string,
): string {
  for (const [index, { operations: _, ...options }] of branches.entries()) {
    refuseOthers(`branch ${index} of ${name}`, options, ["padding"]);
  }
  const bodies = branches.map(({ operations, padding }) => nested(operations, padding));
  const options = [
    ...(maxConcurrency === undefined ? [] : [`maxConcurrency: ${maxConcurrency}`]),
    ...(completion === undefined ? [] : [`completionConfig: ${literal(completion)}`]),
    ...(nesting === undefined ? [] : [`nesting: sdk.NestingType.${nesting}`]),
  ];
  if (kind === "parallel") {
    const list = bodies.map(
      (body, index) => `{ name: ${literal(`${name}-${index}`)}, func: ${body} }`,
    );
    return `${context}.parallel(${literal(name)}, [${list.join(", ")}], { ${options.join(", ")} })`;
  }
  const items = bodies.map((_, index) => index).join(", ");
  const namer = `itemNamer: (_, index) => ${literal(`${name}-`)} + index`;
  return `${context}.map(${literal(name)}, [${items}], (inner, _, index) => [${bodies.join(", ")}][index](inner), { ${[...options, namer].join(", ")} })`;
}

function stepOptions({ semantics, retry, name }: Operation & { kind: "step" }): string {
  const options = [`semantics: sdk.StepSemantics.${semantics}`];
  const { policy } = retry;
  if (policy === "never") options.push("retryStrategy: () => ({ shouldRetry: false })");
  else if (policy === "limited") {
    const { policy: _, attempts, delaySeconds, ...others } = retry;
    refuseOthers(`the retries of ${name}`, others, []);
    const delay = delaySeconds === undefined ? "" : `, delay: { seconds: ${delaySeconds} }`;
    options.push(
      `retryStrategy: (_, attempt) => (attempt < ${attempts} ? { shouldRetry: true${delay} } : { shouldRetry: false })`,
    );
  } else if (policy !== "default") throw new Unsayable(`the retry policy ${policy} of ${name}`);
  return `{ ${options.join(", ")} }`;
}

function timeout({ timeoutSeconds }: { readonly timeoutSeconds?: number }): string {
  return timeoutSeconds === undefined ? "" : `timeout: { seconds: ${timeoutSeconds} }`;
}

function runs(list: readonly { readonly does: string; readonly milliseconds: number }[]): string {
  return `[${list.map(({ does, milliseconds }) => `[${literal(does)}, ${milliseconds}]`).join(", ")}]`;
}

function refuseOthers(where: string, options: object, sayable: readonly string[]): void {
  const other = Object.keys(options).find((key) => !sayable.includes(key));
  if (other !== undefined) throw new Unsayable(`${other} of ${where}`);
}

/** Names are of letters, digits, `-` and `_`. */
function identifier(name: string): string {
  return `started_${name.replaceAll(/[^A-Za-z0-9]/g, (mark) => (mark === "-" ? "_" : "$"))}`;
}
