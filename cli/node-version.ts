import { UsageError } from "./usage-error.ts";

const MINIMUM = [22, 13] as const;

/** @throws UsageError if this Node is older than what the package's `engines` asks for. */
export function checkNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  throw new UsageError(`found Node ${version}; accepted is Node ${MINIMUM.join(".")} or later.`);
}
