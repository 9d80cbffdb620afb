/** The files that `init` writes, as text. `ending` is that of modules here: `ts` or `mts`. */

export interface StarterFile {
  readonly path: string;
  /** What it is, for a line of its own. */
  readonly what: string;
  readonly text: string;
}

export function starterFiles(ending: "ts" | "mts"): readonly StarterFile[] {
  const engine = `durable-conformance.engine.${ending}`;
  return [
    {
      path: `durable-conformance.config.${ending}`,
      what: "settings",
      text: config(engine),
    },
    { path: engine, what: "the adapter of your engine", text: ENGINE },
    {
      path: `durable-conformance.test.${ending}`,
      what: "the suite in your own vitest",
      text: TEST,
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
  runs: 10_000,
  timeLimitSeconds: 120,
  // "all" draws contexts, batches, callbacks and the rest too: when steps and waits hold.
  scope: "sequential",
});
`;
}

const ENGINE = `// The adapter: how the suite runs your engine. Each method that is still to be written says so by
// itself when a workflow needs it, and nothing else is run. The contract on one page: docs/own-engine.md
// of durable-conformance; its types say the rest.
import {
  type BatchView,
  type Engine,
  type EngineContext,
  type EngineInvocation,
  NotImplementedError,
} from "durable-conformance/engine";
import { awsGuarantees } from "durable-conformance/guarantees";

export function createEngine(): Engine {
  return { name: "my-engine", guarantees: awsGuarantees, invoke };
}

// One invocation of the handler: replay from the log, checkpoint through
// invocation.transport, and answer as the handler did, or PENDING if only timers and outside events
// are left. A rejection means that the invocation died, and it is started again.
async function invoke(invocation: EngineInvocation) {
  const log = await readLog(invocation);
  const execution = log.find(({ Type }) => Type === "EXECUTION");
  const input: unknown = JSON.parse(execution?.ExecutionDetails?.InputPayload ?? "null");
  const context = new Context(invocation, log);
  try {
    const result = await invocation.handler(context, input);
    return { Status: "SUCCEEDED" as const, Result: JSON.stringify(result) };
  } catch (error) {
    if (error instanceof NotImplementedError) throw error;
    const { name, message } = error as Error;
    return { Status: "FAILED" as const, Error: { ErrorType: name, ErrorMessage: message } };
  }
}

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
  readonly log: EngineInvocation["page"]["Operations"];

  constructor(invocation: EngineInvocation, log: EngineInvocation["page"]["Operations"]) {
    this.invocation = invocation;
    this.log = log;
  }

  step(): PromiseLike<unknown> {
    throw new NotImplementedError("step(name, body, options)");
  }

  wait(): PromiseLike<unknown> {
    throw new NotImplementedError("wait(name, seconds)");
  }

  invoke(): PromiseLike<unknown> {
    throw new NotImplementedError("invoke(name, options)");
  }

  callback(): Promise<{ readonly result: PromiseLike<unknown> }> {
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

const TEST = `// Needs vitest. What applies is in durable-conformance.config; what is given here goes over it.
import { expectConforms } from "durable-conformance/vitest";
import { test } from "vitest";

test("my engine keeps its promises", { timeout: 300_000 }, async () => {
  await expectConforms();
});
`;

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
