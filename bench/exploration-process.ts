/** The process that explores the model on the benchmark's protocol, once for each message. */
import { makeCase } from "../model/case.ts";
import { explore } from "../model/explore.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { HEAVY } from "../model/promela/workflows.ts";
import { createWorld } from "../model/world.ts";
import type { ExplorationRequest, Explored } from "./exploration.ts";

const world = createWorld(HEAVY, makeCase(HEAVY).limits, awsGuarantees);

process.on("message", ({ interruptions }: ExplorationRequest) => {
  const startedAt = performance.now();
  const { states, distinct, bytes } = explore(world, { interruptions });
  const seconds = (performance.now() - startedAt) / 1_000;
  process.send?.({ states, distinct, bytes, seconds } satisfies Explored);
});
