/**
 * An engine that runs steps and waits as it should, and whose interrupted invocations can be made
 * to go on: with their transport, their context, the bodies they were given, timers, and an answer.
 */
import type { Page, WireOperation, WireUpdate } from "../impl/backend/wire.ts";
import type { Engine, EngineContext, EngineInvocation, StepBody } from "../impl/engine.ts";
import { awsGuarantees } from "../model/guarantees.ts";

/** What an invocation keeps in its hands after its end. */
export interface Remains {
  readonly invocation: EngineInvocation;
  readonly context: EngineContext;
  readonly bodies: ReadonlyMap<string, StepBody>;
  /** Makes `invoke` give an answer. */
  readonly answer: (status: "SUCCEEDED" | "PENDING") => void;
}

export interface Meddling {
  /** Called right after a body has been entered: the invocation may have been interrupted there. */
  readonly onBody?: (remains: Remains, operation: string) => void;
  /** Called when an invocation starts, with what is left of those before it. */
  readonly onInvocation?: (earlier: readonly Remains[], token: string) => void;
}

export interface MeddlingEngine extends Engine {
  /** What the service has told each invocation, in order: pages and replies. */
  readonly told: readonly (readonly WireOperation[])[];
}

function inputIn({ Operations: [execution] }: Page): unknown {
  return JSON.parse(execution?.ExecutionDetails?.InputPayload ?? "null");
}

export function createMeddlingEngine(meddling: Meddling = {}): MeddlingEngine {
  const told: (readonly WireOperation[])[] = [];
  const earlier: Remains[] = [];
  const tell = (operations: readonly WireOperation[]) => told.push(structuredClone(operations));
  return {
    name: "meddling",
    guarantees: awsGuarantees,
    told,
    invoke: (invocation) => {
      tell(invocation.page.Operations);
      meddling.onInvocation?.([...earlier], invocation.token);
      return new Promise((resolve, reject) => {
        const remains: Remains = {
          invocation,
          bodies: new Map(),
          context: createContext(
            invocation,
            tell,
            (name, body) => {
              (remains.bodies as Map<string, StepBody>).set(name, body);
              const running = body(1);
              meddling.onBody?.(remains, name);
              return running;
            },
            () => resolve({ Status: "PENDING" }),
          ),
          answer: (Status) => resolve({ Status }),
        };
        earlier.push(remains);
        invocation
          .handler(remains.context, inputIn(invocation.page))
          .then((value) => resolve({ Status: "SUCCEEDED", Result: JSON.stringify(value) }), reject);
      });
    },
  };
}

function createContext(
  { arn, token, page, transport }: EngineInvocation,
  tell: (operations: readonly WireOperation[]) => void,
  run: (name: string, body: StepBody) => Promise<unknown>,
  suspend: () => void,
): EngineContext {
  let CheckpointToken = token;
  const record = async (update: WireUpdate) => {
    const request = { DurableExecutionArn: arn, CheckpointToken, Updates: [update] };
    const reply = await transport.checkpoint(request);
    CheckpointToken = reply.CheckpointToken as string;
    tell(reply.NewExecutionState?.Operations ?? []);
  };
  const recorded = (name: string) => find(page, name);
  const known: Pick<EngineContext, "step" | "wait"> = {
    async step(name, body) {
      const before = recorded(name);
      const operation = { Id: name, Name: name, Type: "STEP" } as const;
      if (before?.Status === "SUCCEEDED") return JSON.parse(before.StepDetails?.Result as string);
      if (before === undefined) await record({ ...operation, Action: "START" });
      const value = await run(name, body);
      await record({ ...operation, Action: "SUCCEED", Payload: JSON.stringify(value) });
      return value;
    },
    async wait(name, WaitSeconds) {
      const before = recorded(name);
      const operation = { Id: name, Name: name, Type: "WAIT" } as const;
      if (before?.Status === "SUCCEEDED") return undefined;
      const WaitOptions = { WaitSeconds };
      if (before === undefined) await record({ ...operation, Action: "START", WaitOptions });
      suspend();
      return new Promise<never>(() => {});
    },
  };
  // Nothing else is called in the cases that it is for.
  return known as EngineContext;
}

function find(page: Page, name: string): WireOperation | undefined {
  return page.Operations.find(({ Name }) => Name === name);
}
