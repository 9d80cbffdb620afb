/** The files that `init` writes, as text. `ending` is that of modules here: `ts` or `mts`. */

export interface StarterFile {
  readonly path: string;
  /** What it is, for a line of its own. */
  readonly what: string;
  readonly text: string;
}

export function starterFiles(ending: "ts" | "mts"): readonly StarterFile[] {
  const engine = `durable-conformance.engine.${ending}`;
  const settings = `durable-conformance.config.${ending}`;
  return [
    { path: settings, what: "settings", text: config(engine) },
    { path: engine, what: "the adapter of your engine", text: ENGINE },
    {
      path: `durable-conformance.test.${ending}`,
      what: "the suite in your own vitest",
      text: testOf(settings),
    },
    {
      path: ".github/workflows/durable-conformance.yml",
      what: "the suite in continuous integration",
      text: WORKFLOW,
    },
  ];
}

function config(engine: string): string {
  return `import { defineConfig } from "durable-conformance/config";

// Flags and DURABLE_CONFORMANCE_... variables go over this; verify --print-config shows what applies.
export default defineConfig({
  engine: "./${engine}",
  out: "counterexamples",
  runs: 10_000,
  timeLimitSeconds: 120,
  // "all" draws contexts, batches, callbacks and the rest too: when steps and waits hold.
  scope: "sequential",
});
`;
}

const ENGINE = `// The adapter: how the suite runs your engine. Each method that is still to be written says so by
// itself when a workflow needs it, and nothing else is run. The contract on one page: docs/adapters.md
// of durable-conformance; its types say the rest.
import {
  type BatchView,
  type Engine,
  type EngineContext,
  type EngineInvocation,
  NotImplementedError,
  type ServiceError,
  type WireAnswer,
  type WireOperation,
} from "durable-conformance/engine";
import { awsGuarantees } from "durable-conformance/guarantees";

export function createEngine(): Engine {
  return { name: "my-engine", guarantees: awsGuarantees, invoke };
}

// One invocation of the handler: replay from the log, checkpoint through
// invocation.transport, and answer as the handler did, or PENDING if only timers and outside events
// are left. A rejection means that the invocation died, and it is started again.
async function invoke(invocation: EngineInvocation): Promise<WireAnswer> {
  try {
    const log = await readLog(invocation);
    const input: unknown = JSON.parse(log[0]?.ExecutionDetails?.InputPayload ?? "null");
    return await new Promise<WireAnswer>((answer, refuse) => {
      const context = new Context(invocation, log, answer, refuse);
      invocation
        .handler(context, input)
        .then((result) => answer({ Status: "SUCCEEDED", Result: JSON.stringify(result) }))
        .catch(refuse);
    });
  } catch (error) {
    if (isForAnotherInvocation(error)) throw error;
    const { name, message } = error as Error;
    return { Status: "FAILED", Error: { ErrorType: name, ErrorMessage: message } };
  }
}

// A call that is throttled (429), a stale token and an error of the service end the invocation alone;
// calls that are refused otherwise end the execution, as does what the handler throws.
function isForAnotherInvocation(error: unknown): boolean {
  if (error instanceof NotImplementedError || error instanceof InvocationOver) return true;
  const { message = "", $metadata } = error as Partial<ServiceError>;
  if ($metadata === undefined) return false;
  const { httpStatusCode: status = 500 } = $metadata;
  return status >= 500 || status === 429 || /^invalid checkpoint token/i.test(message);
}

// To refuse with where another invocation may do better: a serdes has thrown, for instance.
class InvocationOver extends Error {}

// The whole log: the first page may be empty. Its first operation is the execution itself.
async function readLog({ arn, token, page, transport }: EngineInvocation) {
  const operations = [...page.Operations];
  for (let marker = page.NextMarker; marker !== undefined; ) {
    const request = { DurableExecutionArn: arn, CheckpointToken: token, Marker: marker };
    const next = await transport.getExecutionState(request);
    operations.push(...next.Operations);
    marker = next.NextMarker;
  }
  return operations;
}

// What workflows call. step and wait are all that they need by default; the rest is for scope "all".
class Context implements EngineContext {
  readonly invocation: EngineInvocation;
  readonly log: readonly WireOperation[];
  // The ends that go past user code, which could catch an error: PENDING, and a call that is refused.
  readonly answer: (answer: WireAnswer) => void;
  readonly refuse: (error: unknown) => void;

  constructor(
    invocation: EngineInvocation,
    log: readonly WireOperation[],
    answer: (answer: WireAnswer) => void,
    refuse: (error: unknown) => void,
  ) {
    this.invocation = invocation;
    this.log = log;
    this.answer = answer;
    this.refuse = refuse;
  }

  step(): PromiseLike<unknown> {
    throw new NotImplementedError("step(name, body, options)");
  }

  wait(): PromiseLike<unknown> {
    throw new NotImplementedError("wait(name, seconds)");
  }

  invoke(): PromiseLike<unknown> {
    throw new NotImplementedError("invoke(name, request, options)");
  }

  callback(): Promise<{ readonly id: string; readonly result: PromiseLike<unknown> }> {
    throw new NotImplementedError("callback(name, options)");
  }

  waitForCallback(): PromiseLike<unknown> {
    throw new NotImplementedError("waitForCallback(name, submitter, options)");
  }

  waitForCondition(): PromiseLike<unknown> {
    throw new NotImplementedError("waitForCondition(name, check, options)");
  }

  child(): PromiseLike<unknown> {
    throw new NotImplementedError("child(name, body, options)");
  }

  batch(): PromiseLike<BatchView> {
    throw new NotImplementedError("batch(kind, name, branches, options)");
  }

  combine(): PromiseLike<unknown> {
    throw new NotImplementedError("combine(kind, name, operands)");
  }
}
`;

function testOf(settings: string): string {
  return `// Needs vitest. What is given here goes over the settings.
import { expectConforms } from "durable-conformance/vitest";
import { test } from "vitest";

// From wherever vitest is run.
const config = new URL("./${settings}", import.meta.url);

test("my engine keeps its promises", { timeout: 300_000 }, async () => {
  await expectConforms({ config });
});
`;
}

const WORKFLOW = `name: durable-conformance
on: [push, pull_request]
jobs:
  verify:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm ci
      - run: >-
          npx durable-conformance verify
          --report github=durable-conformance.md --report html=durable-conformance.html
      - if: always()
        run: cat durable-conformance.md >> "$GITHUB_STEP_SUMMARY"
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: durable-conformance
          path: |
            durable-conformance.html
            counterexamples
`;
