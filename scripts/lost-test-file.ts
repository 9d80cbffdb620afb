/**
 * `node scripts/lost-test-file.ts OUTPUT`: the one test file whose process Node itself ended, by what
 * `npm test` printed. Nothing if anything else failed too.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";

/**
 * What vitest prints. V8 ends its process so where a check of its own fails; no script sends these. Not
 * SIGABRT: an exhausted heap ends so, and what exhausts it may be what is tested.
 */
const LOST =
  /^Caused by: Error: Worker exited unexpectedly with signal SIG(?:ILL|TRAP) during \w+ state while running test file (.+)$/gm;

/**
 * Gives the path of the test file that has to be run again before it is known whether it passes: Node's
 * own checks ended its process, as was seen once (`v8::base::OS::Abort`, SIGTRAP, in a worker thread of
 * Node 24.21.0). Undefined if a test was reported as failed, if there are other errors, or if it befell
 * more than one file: running again would hide what is wrong.
 */
export function lostTestFile(output: string): string | undefined {
  const text = stripVTControlCharacters(output);
  const lost = [...text.matchAll(LOST)].map(([, file]) => file);
  const errors = [...text.matchAll(/^ +Errors +(\d+) errors?$/gm)].at(-1)?.[1];
  const hasFailures = /^ +(?:Test Files|Tests) .*\d+ failed/m.test(text);
  return lost.length === 1 && errors === "1" && !hasFailures ? lost[0] : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error("Which file?");
  process.stdout.write(lostTestFile(readFileSync(file, "utf8")) ?? "");
}
