/** The service and the runner of the examples, as parts of a script that stands alone. */
import { existsSync, readFileSync } from "node:fs";
import type { Sources } from "../reports/script/script.ts";

/** Beside this folder in a checkout; one level further up where compiled. */
const FOLDERS = ["../examples/", "../../examples/"];

export function readSources(): Sources {
  const folder = FOLDERS.map((path) => new URL(path, import.meta.url)).find((url) =>
    existsSync(url),
  );
  if (folder === undefined) throw new Error("The sources of scripts are not there");
  const read = (name: string) => {
    return readFileSync(new URL(name, folder), "utf8")
      .replaceAll(/^import .*\n/gm, "")
      .replaceAll(/^export /gm, "");
  };
  // A script has all the time that its case takes.
  const run = read("findings/run.mjs").replace(
    /LONGEST_SLEEP_SECONDS = \d+/,
    "LONGEST_SLEEP_SECONDS = 86_400",
  );
  const prelude = read("scripts/prelude.mjs").replace(/^\/\*\*.*?\*\/\n/s, "");
  return { prelude, service: read("findings/local-service.mjs"), run };
}
