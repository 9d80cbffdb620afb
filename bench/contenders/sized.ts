/**
 * Workflows of a given size: so many steps in one invocation, or so many waits, each of which ends
 * an invocation, so that the log is replayed as many times as it has entries.
 */
import { createAwsSdkEngine } from "../../impl/aws-sdk/engine.ts";
import { runSimulated } from "../../impl/simulated/run.ts";
import { type Case, makeCase } from "../../model/case.ts";
import type { Operation } from "../../model/workflow.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { judgeAll } from "../../properties/signature.ts";
import { readStory } from "../../properties/story.ts";
import type { HandlerContext } from "../workload.ts";
import { openBareHandler } from "./bare-sdk.ts";
import type { Contender, SizedName } from "./contender.ts";

export async function openSized(name: SizedName, operations: number): Promise<Contender> {
  const [how, kind] = name.split("-") as ["harness" | "bare" | "judged", "steps" | "waits"];
  if (how === "bare") {
    return openBareHandler((semantics) => createHandler(kind, operations, semantics), checkStatus);
  }
  const engine = await createAwsSdkEngine("2.4.0");
  const case_ = createCase(kind, operations);
  const run = async () => {
    const { history } = await runSimulated(case_, engine);
    const last = history.at(-1);
    checkStatus(last?.kind === "execution-ended" ? last.status : "(no end)");
    return history;
  };
  const history = await run();
  const judge = () => {
    const judgements = judgeAll(PROPERTIES, readStory(case_, engine.guarantees, history));
    const broken = judgements.find(({ verdict }) => verdict.kind === "broken");
    if (broken !== undefined) throw new Error(`${broken.property.id} is broken`);
  };
  return {
    execute: async () => {
      if (how === "judged") judge();
      else await run();
      return 1;
    },
    inFlight: 1,
    eventsPerExecution: history.length,
    close: async () => {},
  };
}

function createCase(kind: "steps" | "waits", count: number): Case {
  const operations = Array.from({ length: count }, (_, index): Operation => {
    if (kind === "waits") return { kind: "wait", name: `wait${index}`, seconds: 1 };
    return {
      kind: "step",
      name: `step${index}`,
      semantics: "AtLeastOncePerRetry",
      retry: { policy: "default" },
      runs: [{ does: "return", milliseconds: 0 }],
      onError: "throw",
    };
  });
  return makeCase({ operations });
}

function createHandler<Semantics>(kind: "steps" | "waits", count: number, semantics: Semantics) {
  return async (_input: unknown, context: HandlerContext<Semantics>): Promise<unknown> => {
    const given: Record<string, unknown> = {};
    for (let index = 0; index < count; index += 1) {
      if (kind === "waits") await context.wait(`wait${index}`, { seconds: 1 });
      else given[index] = await context.step(`step${index}`, async () => `${index}`, { semantics });
    }
    return given;
  };
}

function checkStatus(status: string): void {
  if (status !== "SUCCEEDED") throw new Error(`The workflow ended ${status}`);
}
