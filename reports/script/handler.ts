/**
 * A workflow as the source of a handler for the AWS SDK for JavaScript. What a script has no words
 * for is told, and not left out.
 */

import type { OddValue } from "../../model/odd-value.ts";
import { branchName } from "../../model/operation-names.ts";
import type { Operation, Workflow } from "../../model/workflow.ts";
import { literal } from "../source.ts";
import {
  objectOf,
  oddLiteral,
  readerOption,
  refuseOthers,
  retryOption,
  serdesOption,
  timeoutOption,
  Unsayable,
} from "./options.ts";

const BATCH = [
  "branches",
  "maxConcurrency",
  "completion",
  "nesting",
  "awaited",
  "serdes",
  "itemSerdes",
];

/** The options of each kind that a script has words for; the rest is unsayable. */
const SAYABLE: Readonly<Record<Operation["kind"], readonly string[]>> = {
  step: ["semantics", "retry", "runs", "onError", "awaited", "padding", "gives", "serdes"],
  wait: ["seconds", "awaited"],
  work: ["milliseconds"],
  invoke: ["end", "onError", "awaited", "serdes"],
  callback: ["end", "timeoutSeconds", "onError", "awaited", "serdes"],
  "wait-for-callback": ["runs", "end", "timeoutSeconds", "onError", "awaited", "serdes", "retry"],
  "wait-for-condition": ["polls", "delaySeconds", "runs", "onError", "awaited", "serdes"],
  child: ["operations", "onError", "awaited", "padding", "gives", "serdes"],
  parallel: BATCH,
  map: BATCH,
  all: ["operations", "onError", "awaited"],
  allSettled: ["operations", "onError", "awaited"],
  any: ["operations", "onError", "awaited"],
  race: ["operations", "onError", "awaited"],
};

/** The body of the handler, whose context is `context`. @throws Unsayable */
export function handlerSource({ operations, ...rest }: Workflow): string {
  refuseOthers("the workflow", rest, ["padding", "gives"]);
  return block({ operations, ...rest }, "context", 1);
}

/** A list of operations, and what becomes of its result. */
interface Block {
  readonly operations: readonly Operation[];
  readonly padding?: number;
  readonly gives?: OddValue;
}

function block({ operations, padding, gives }: Block, context: string, depth: number): string {
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
  const padded = padding === undefined ? "given" : `{ ...given, padding: "~".repeat(${padding}) }`;
  const result = gives === undefined ? padded : `odd(${padded}, ${oddLiteral(gives)})`;
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
    const options = objectOf([
      ...timeoutOption(operation),
      ...readerOption(operation.serdes, operation.name, "serdes", "String"),
    ]);
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
  const nested = (own: string, body: Block) =>
    `inside(${literal(own)}, async (${inner}) => {\n${block(body, inner, depth + 1)}\n${"  ".repeat(depth)}})`;
  switch (operation.kind) {
    case "step":
      return `${context}.step(${name}, body(${name}, ${runs(operation.runs)}, ${operation.padding ?? 0}${operation.gives === undefined ? "" : `, ${oddLiteral(operation.gives)}`}), ${stepOptions(operation)})`;
    case "wait":
      return `${context}.wait(${name}, { seconds: ${operation.seconds} })`;
    case "invoke":
      return `${context}.invoke(${name}, "target:live", null, ${objectOf(readerOption(operation.serdes, operation.name, "resultSerdes", "JSON.parse"))})`;
    case "wait-for-callback":
      return `${context}.waitForCallback(${name}, body(${literal(`${operation.name}-submitter`)}, ${runs(operation.runs)}, 0), ${objectOf(
        [
          ...timeoutOption(operation),
          ...retryOption(`${operation.name}-submitter`, operation.retry ?? { policy: "never" }),
          ...readerOption(operation.serdes, operation.name, "serdes", "String"),
        ],
      )})`;
    case "wait-for-condition":
      return `${context}.waitForCondition(${name}, poll(${name}, ${runs(operation.runs)}), ${objectOf(
        [
          "initialState: 0",
          `waitStrategy: (state) => (countOf(state) >= ${operation.polls} ? { shouldContinue: false } : { shouldContinue: true, delay: { seconds: ${operation.delaySeconds} } })`,
          ...serdesOption(operation.serdes, operation.name),
        ],
      )})`;
    case "child":
      return `${context}.runInChildContext(${name}, ${nested(operation.name, operation)}, ${objectOf(serdesOption(operation.serdes, operation.name))})`;
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
    serdes,
    itemSerdes,
  }: Operation & { kind: "parallel" | "map" },
  context: string,
  nested: (own: string, body: Block) => string,
): string {
  for (const [index, { operations: _, ...options }] of branches.entries()) {
    refuseOthers(`branch ${index} of ${name}`, options, ["padding", "gives"]);
  }
  const bodies = branches.map((branch, index) => nested(branchName(name, index), branch));
  const options = [
    ...(maxConcurrency === undefined ? [] : [`maxConcurrency: ${maxConcurrency}`]),
    ...(completion === undefined ? [] : [`completionConfig: ${literal(completion)}`]),
    ...(nesting === undefined ? [] : [`nesting: sdk.NestingType.${nesting}`]),
    ...serdesOption(serdes, name),
    ...serdesOption(itemSerdes, name, "itemSerdes"),
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

function stepOptions({ semantics, retry, name, serdes }: Operation & { kind: "step" }): string {
  return objectOf([
    `semantics: sdk.StepSemantics.${semantics}`,
    ...retryOption(name, retry),
    ...serdesOption(serdes, name),
  ]);
}

function runs(list: readonly { readonly does: string; readonly milliseconds: number }[]): string {
  return `[${list.map(({ does, milliseconds }) => `[${literal(does)}, ${milliseconds}]`).join(", ")}]`;
}

/** Names are of letters, digits, `-` and `_`. */
function identifier(name: string): string {
  return `started_${name.replaceAll(/[^A-Za-z0-9]/g, (mark) => (mark === "-" ? "_" : "$"))}`;
}
