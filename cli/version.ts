/** The version of this package, read from its own package.json. */
import { readFileSync } from "node:fs";

/** Beside this folder in a checkout; one level further up where compiled. */
const CANDIDATES = ["../package.json", "../../package.json"];

export function packageVersion(): string {
  for (const candidate of CANDIDATES) {
    try {
      const { name, version } = JSON.parse(
        readFileSync(new URL(candidate, import.meta.url), "utf8"),
      );
      if (name === "durable-conformance") return version;
    } catch {
      // Not there: try the next one.
    }
  }
  return "unknown";
}
