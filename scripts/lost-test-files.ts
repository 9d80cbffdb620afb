/**
 * `node scripts/lost-test-files.ts OUTPUT`: the test files, one a line, whose process Node itself ended,
 * by what `npm test` printed. Nothing if anything else failed too.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";

/** By these a process ends of an error within Node: no script sends them, no tests fail so. */
const LOST =
  /Worker exited unexpectedly with signal SIG(?:ABRT|BUS|ILL|SEGV|TRAP) during \w+ state while running test file (.+)$/gm;

/**
 * Gives the paths of test files that have to be run again before it is known whether they pass: Node's
 * own checks ended their process, as was seen once (`v8::base::OS::Abort`, SIGTRAP, in a worker thread
 * of Node 24.21.0). None if a test failed, or if there are other errors: running again would hide them.
 */
export function lostTestFiles(output: string): readonly string[] {
  const text = stripVTControlCharacters(output);
  const lost = [...text.matchAll(LOST)].flatMap(([, file]) => file ?? []);
  const errors = Number(/^ +Errors +(\d+) errors?$/m.exec(text)?.[1] ?? 0);
  const hasFailures = /^ +(?:Test Files|Tests) .*\d+ failed/m.test(text);
  return hasFailures || errors !== lost.length ? [] : lost;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error("Which file?");
  for (const each of lostTestFiles(readFileSync(file, "utf8"))) process.stdout.write(`${each}\n`);
}
