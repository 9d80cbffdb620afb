/** Wrong about the log: what a replay takes from it. */
import type { WireOperation } from "../backend/wire.ts";
import { type FaultyEngine, withInvocation, withLog, withPages } from "./faulty.ts";

export const REPLAY: readonly FaultyEngine[] = [
  {
    name: "completed-step-runs-again",
    bug: "takes a step that has SUCCEEDED for one that was interrupted",
    caughtBy: "completed-steps-never-rerun",
    invoke: withLog((entry) =>
      isStep(entry) && entry.Status === "SUCCEEDED" ? { ...entry, Status: "STARTED" } : entry,
    ),
  },
  {
    name: "failed-step-replayed-as-success",
    bug: "gives nothing for a step that has FAILED, where the first run threw",
    caughtBy: "live-equals-replay",
    invoke: withLog((entry) =>
      isStep(entry) && entry.Status === "FAILED" ? { ...entry, Status: "SUCCEEDED" } : entry,
    ),
  },
  {
    name: "causes-lost-on-replay",
    bug: "gives the error of a context without its causes on replay",
    caughtBy: "live-equals-replay",
    invoke: withLog((entry) => {
      const { Error: error, ...details } = entry.ContextDetails ?? {};
      if (error === undefined) return entry;
      const { ErrorData: _, ...bare } = error;
      return { ...entry, ContextDetails: { ...details, Error: bare } };
    }),
  },
  {
    name: "large-result-lost-on-replay",
    bug: "gives nothing for a context whose large result it would have to make again",
    caughtBy: "live-equals-replay",
    invoke: withLog((entry) =>
      entry.ContextDetails?.ReplayChildren === true ? { ...entry, ContextDetails: {} } : entry,
    ),
  },
  {
    name: "another-operations-record-consumed",
    bug: "gives a step the result of another one that has SUCCEEDED",
    caughtBy: "awaits-give-what-was-recorded",
    invoke: withPages((operations) => {
      const given = operations.flatMap((entry) => (hasResult(entry) ? entry.StepDetails : []));
      const swapped = [...given.slice(1), ...given.slice(0, 1)];
      return operations.map((entry) => {
        const StepDetails = hasResult(entry) ? swapped.shift() : undefined;
        return StepDetails === undefined ? entry : { ...entry, StepDetails };
      });
    }),
  },
  {
    name: "input-of-the-first-page",
    bug: "gives the handler no input where the first page of the log is empty",
    caughtBy: "handlers-get-their-input",
    invoke: withInvocation((invocation) => ({
      ...invocation,
      handler: (context, input) => {
        const isThere = invocation.page.Operations.length > 0;
        return invocation.handler(context, isThere ? input : undefined);
      },
    })),
  },
  {
    name: "further-pages-not-read",
    bug: "takes the first page of the log for all of it",
    caughtBy: "completed-steps-never-rerun",
    invoke: withInvocation((invocation) => ({
      ...invocation,
      page: { Operations: invocation.page.Operations },
    })),
  },
  {
    name: "condition-forgets-its-state",
    bug: "polls a condition from its first state again after an interruption",
    caughtBy: "conditions-poll-as-they-should",
    invoke: withLog((entry) => {
      if (entry.SubType !== "WaitForCondition" || entry.Status !== "STARTED") return entry;
      const { Result: _, ...StepDetails } = entry.StepDetails ?? {};
      return { ...entry, StepDetails };
    }),
  },
  {
    name: "wait-restarted-by-replay",
    bug: "starts a wait again that it has started before",
    caughtBy: "waits-neither-early-nor-restarted",
    invoke: withoutStarted("WAIT"),
  },
  {
    name: "callback-started-twice",
    bug: "starts a callback again that it has started before",
    caughtBy: "only-legal-updates",
    invoke: withoutStarted("CALLBACK"),
  },
  {
    name: "invoke-started-twice",
    bug: "invokes another function again that it has invoked before",
    caughtBy: "only-legal-updates",
    invoke: withoutStarted("CHAINED_INVOKE"),
  },
  {
    name: "context-forgotten",
    bug: "runs the function of a context again that has SUCCEEDED",
    caughtBy: "completed-steps-never-rerun",
    invoke: withLog((entry) =>
      entry.Type === "CONTEXT" && entry.Status === "SUCCEEDED"
        ? { ...entry, Status: "STARTED" }
        : entry,
    ),
  },
];

function withoutStarted(type: WireOperation["Type"]) {
  return withLog((entry) =>
    entry.Type === type && entry.Status === "STARTED" ? undefined : entry,
  );
}

function isStep({ Type, SubType }: WireOperation): boolean {
  return Type === "STEP" && SubType === "Step";
}

function hasResult(entry: WireOperation): boolean {
  return isStep(entry) && entry.Status === "SUCCEEDED";
}
