/** Memory as it is after all garbage has been collected; needs no flag on the command line. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

export interface Memory {
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** Collects twice, as what is freed by finalizers only goes in the second round. */
export function measureMemory(): Memory {
  collect();
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapBytes: heapUsed, residentBytes: rss };
}
