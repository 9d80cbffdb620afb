/**
 * Records where a contender's time and memory go, with V8's own profilers: first one run under the
 * CPU profiler, then one under the sampling heap profiler, garbage included.
 */

import type { HeapProfiler, Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";
import type { Contender } from "../contenders/contender.ts";
import { measure } from "../measure.ts";
import { type Profile, profileOf, type TreeNode } from "./owners.ts";

const CPU_INTERVAL_MICROSECONDS = 200;
const HEAP_INTERVAL_BYTES = 32_768;

export async function recordProfile(contender: Contender, milliseconds: number): Promise<Profile> {
  const session = new Session();
  session.connect();
  try {
    const time = await recordTime(session, contender, milliseconds);
    const allocation = await recordAllocation(session, contender, milliseconds);
    return profileOf(time, allocation);
  } finally {
    session.disconnect();
  }
}

async function recordTime(session: Session, contender: Contender, milliseconds: number) {
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: CPU_INTERVAL_MICROSECONDS });
  await session.post("Profiler.start");
  await measure(contender, milliseconds);
  const { profile } = await session.post("Profiler.stop");
  await session.post("Profiler.disable");
  return timeTree(profile);
}

async function recordAllocation(session: Session, contender: Contender, milliseconds: number) {
  await session.post("HeapProfiler.startSampling", {
    samplingInterval: HEAP_INTERVAL_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await measure(contender, milliseconds);
  const { profile } = await session.post("HeapProfiler.stopSampling");
  return allocationTree(profile.head);
}

/** The tree with the microseconds of each node: a sample lasts until the next one. */
function timeTree({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): TreeNode {
  const microseconds = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    const lasted = timeDeltas[index + 1] ?? 0;
    microseconds.set(id, (microseconds.get(id) ?? 0) + lasted);
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const build = ({ id, callFrame, children = [] }: Profiler.ProfileNode): TreeNode => ({
    functionName: callFrame.functionName,
    url: callFrame.url,
    self: microseconds.get(id) ?? 0,
    children: children.map((child) => build(byId.get(child) as Profiler.ProfileNode)),
  });
  return build(nodes[0] as Profiler.ProfileNode);
}

function allocationTree(node: HeapProfiler.SamplingHeapProfileNode): TreeNode {
  const { callFrame, selfSize, children } = node;
  const { functionName, url } = callFrame;
  return { functionName, url, self: selfSize, children: children.map(allocationTree) };
}
