/** Which part of a run a report is of, as text. */
import type { RunReport } from "../run-report.ts";
import type { Shard } from "../shard.ts";
import { flow, paragraph, thousands } from "./layout.ts";

/** `shard 2 of 4`. */
export function describeShard({ number, of }: Shard): string {
  return `shard ${number} of ${of}`;
}

/** What its share is, where it is one part of a run. */
export function renderShare({ shard, bound, casesAsked }: RunReport): readonly string[] {
  if (shard === undefined) return [];
  const share = bound === null ? casesAsked : bound.workflows;
  const what = bound === null ? "cases" : "workflows";
  const words = `This is ${describeShard(shard)}, with ${thousands(share)} of ${thousands(shard.all)} ${what}: merge puts the reports of all shards together.`;
  return [paragraph(words, 0)];
}

/** What leads a report that was put together. */
export function renderMergedHeader(report: RunReport, shards: number): string {
  const { madeWith, engine, bound, seed } = report;
  return [
    flow([
      `durable-conformance ${madeWith.version}`,
      `node ${madeWith.node}`,
      ...(bound === null ? [`seed ${seed}`] : []),
    ]),
    flow([`engine ${engine}`, `${thousands(shards)} shards put together`]),
    "",
  ].join("\n");
}
