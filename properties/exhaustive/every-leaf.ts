/** Every operation that has no others in it, up to symmetry: a kit of those that differ in kind. */
import type {
  BodyRun,
  Callback,
  Invoke,
  OutsideEnd,
  Step,
  Wait,
  WaitForCallback,
  WaitForCondition,
  Work,
} from "../../model/workflow.ts";
import { everyStep, type Unnamed } from "./every-step.ts";

type Leaf = Step | Wait | Work | Invoke | Callback | WaitForCallback | WaitForCondition;
type UnnamedLeaf = Leaf extends infer Each ? (Each extends Leaf ? Unnamed<Each> : never) : never;

const RETURNS: BodyRun = { does: "return", milliseconds: 0 };
const THROWS: BodyRun = { does: "throw", milliseconds: 0 };

export function everyLeaf(): readonly UnnamedLeaf[] {
  return [
    ...everyStep().filter(isInKit),
    { kind: "wait", seconds: 1 },
    { kind: "work", milliseconds: 1_000 },
    ...everyInvoke(),
    ...everyCallback(),
    ...everyWaitForCallback(),
    ...everyWaitForCondition(),
  ];
}

/** Beside other kinds: each semantics, returning, failing, and failing once. */
function isInKit({ retry, runs, semantics, onError }: Unnamed<Step>): boolean {
  const pattern = runs.map(({ does }) => does).join(" ");
  if (retry.policy === "never") return runs.length === 1;
  if (retry.policy !== "limited") return false;
  if (semantics === "AtMostOncePerRetry" && pattern === "return") return onError === "catch";
  return pattern === "throw return";
}

function end<Does extends OutsideEnd["does"]>(does: Does) {
  return { does, seconds: 1 } as const;
}

function everyInvoke(): readonly Unnamed<Invoke>[] {
  const kind = "invoke";
  return [
    { kind, end: end("succeed"), onError: "throw" },
    { kind, end: end("fail"), onError: "throw" },
    { kind, end: end("fail"), onError: "catch" },
    { kind, end: end("time-out"), onError: "catch" },
    { kind, end: end("stop"), onError: "catch" },
  ];
}

/** One that times out does so by its own timeout. */
function everyCallback(): readonly Unnamed<Callback>[] {
  const kind = "callback";
  return [
    { kind, end: end("succeed"), onError: "throw" },
    { kind, end: end("fail"), onError: "throw" },
    { kind, end: end("fail"), onError: "catch" },
    { kind, end: end("time-out"), timeoutSeconds: 1, onError: "catch" },
  ];
}

function everyWaitForCallback(): readonly Unnamed<WaitForCallback>[] {
  const kind = "wait-for-callback";
  return [
    { kind, runs: [RETURNS], end: end("succeed"), onError: "throw" },
    { kind, runs: [RETURNS], end: end("fail"), onError: "throw" },
    { kind, runs: [RETURNS], end: end("time-out"), timeoutSeconds: 1, onError: "catch" },
    { kind, runs: [THROWS], end: end("succeed"), onError: "catch" },
  ];
}

function everyWaitForCondition(): readonly Unnamed<WaitForCondition>[] {
  const common = { kind: "wait-for-condition", delaySeconds: 1 } as const;
  return [
    { ...common, polls: 1, runs: [RETURNS], onError: "throw" },
    { ...common, polls: 2, runs: [RETURNS], onError: "throw" },
    { ...common, polls: 2, runs: [RETURNS, THROWS], onError: "throw" },
    { ...common, polls: 1, runs: [THROWS], onError: "catch" },
  ];
}
