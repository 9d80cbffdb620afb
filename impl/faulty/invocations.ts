/** Wrong about invocations: when they end, and how they answer. */
import type { WireAnswer } from "../backend/wire.ts";
import type { EngineInvocation, StepBody } from "../engine.ts";
import {
  type FaultyEngine,
  type Invoke,
  right,
  withInvocation,
  withRules,
  withSteps,
} from "./faulty.ts";

export const INVOCATIONS: readonly FaultyEngine[] = [
  {
    name: "suspends-with-work-to-do",
    bug: "suspends once nothing is left to send, although user code could go on",
    caughtBy: "suspends-only-when-idle",
    invoke: withRules({ canSuspend: ({ updates }) => !updates }),
  },
  {
    name: "never-suspends",
    bug: "waits for timers inside the invocation instead of suspending",
    caughtBy: "invocations-end",
    invoke: withRules({ canSuspend: () => false }),
  },
  {
    name: "pending-with-nothing-pending",
    bug: "answers PENDING where it should answer SUCCEEDED",
    caughtBy: "pending-needs-something-pending",
    invoke: withAnswer((answer) =>
      answer.Status === "SUCCEEDED" ? { Status: "PENDING" } : answer,
    ),
  },
  {
    name: "error-swallowed",
    bug: "answers SUCCEEDED although the handler has thrown",
    caughtBy: "answers-what-the-handler-did",
    invoke: withAnswer((answer) => (answer.Status === "FAILED" ? { Status: "SUCCEEDED" } : answer)),
  },
  {
    name: "error-thrown-at-the-service",
    bug: "throws what the handler throws instead of answering FAILED",
    caughtBy: "nothing-escapes",
    invoke: withAnswer((answer) => {
      if (answer.Status === "FAILED") throw new Error(answer.Error?.ErrorMessage);
      return answer;
    }),
  },
  {
    name: "error-of-a-body-escapes",
    bug: "looks at what a body gives on the side, and leaves its error unhandled there",
    caughtBy: "nothing-escapes",
    invoke: withSteps((context, name, body, options) =>
      context.step(
        name,
        (attempt) => {
          const running = body(attempt);
          running.then(() => {});
          return running;
        },
        options,
      ),
    ),
  },
  {
    name: "answers-before-all-is-recorded",
    bug: "answers as soon as the handler has ended, whatever it has left to send",
    caughtBy: "effects-are-in-the-log",
    invoke: (invocation) =>
      new Promise((resolve, reject) => {
        const handler: EngineInvocation["handler"] = async (context, input) => {
          const value = await invocation.handler(context, input);
          resolve({ Status: "SUCCEEDED", Result: JSON.stringify(value) });
          return value;
        };
        right({ ...invocation, handler }).then(resolve, reject);
      }),
  },
  {
    name: "body-starts-after-the-answer",
    bug: "takes a moment to start a body, and does not ask whether the invocation has answered by then",
    caughtBy: "no-body-after-its-invocation",
    invoke: withSteps((context, name, body, options) => {
      const late: StepBody = async (attempt) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        return body(attempt);
      };
      return context.step(name, late, options);
    }),
  },
  {
    name: "polls-while-a-call-is-in-flight",
    bug: "sends a second call before the first is answered",
    caughtBy: "only-legal-updates",
    invoke: withInvocation((invocation) => {
      const { transport } = invocation;
      const checkpoint: typeof transport.checkpoint = (request) => {
        const reply = transport.checkpoint(request);
        transport.checkpoint({ ...request, Updates: [] }).catch(() => {});
        return reply;
      };
      return { ...invocation, transport: { ...transport, checkpoint } };
    }),
  },
  {
    name: "interrupted-result-remembered",
    bug: "records what a body gave in an interrupted invocation of the same process",
    caughtBy: "at-least-once-per-attempt",
    invoke: rememberResults(),
  },
];

function withAnswer(change: (right: WireAnswer) => WireAnswer): Invoke {
  return async (invocation) => change(await right(invocation));
}

/** A warm process keeps what it has in memory from one invocation to the next. */
function rememberResults(): Invoke {
  const results = new Map<string, unknown>();
  return (invocation) => {
    // A process may come to serve another execution: that much it notices, by an empty log.
    if (invocation.page.Operations.length < 2) results.clear();
    const remembering = withSteps((context, name, body, options) =>
      context.step(
        name,
        async (attempt) => {
          if (!results.has(name)) results.set(name, await body(attempt));
          return results.get(name);
        },
        options,
      ),
    );
    return remembering(invocation);
  };
}
