/**
 * What the scripts of findings have in common: the version is an argument (2.4.0 where there is
 * none), and the exit code says how it went: 0 it holds, 1 it fails, 77 it is not applicable, because
 * the version does not have what the script needs. With `mended@2.4.0` for the version it is
 * 2.4.0 with the one place mended that makes it fail. With `--record` it also prints what passed between
 * the SDK and the service, as JSON.
 */
import { basename } from "node:path";
import { record } from "./recorder.mjs";

const EXIT_CODES = { holds: 0, fails: 1, "not applicable": 77 };

/**
 * Runs one finding: `program(sdk)` gives in words what happened and what should have, and whether it
 * is wrong; or `{ notApplicable }`, the reason why this version cannot be asked.
 */
export async function finding(program) {
  const [version = "2.4.0", flag] = process.argv.slice(2);
  // What an SDK logs is not what happened.
  for (const method of ["debug", "info", "warn", "error"]) console[method] = () => {};
  const id = basename(process.argv[1], ".mjs");
  const sdk = await load(version, id);
  const recorded = flag === "--record" ? record(sdk) : { sdk };
  const { notApplicable, happened, expected, wrong } = await program(recorded.sdk);
  if (recorded.events) console.log(`Recorded: ${JSON.stringify(recorded.events)}`);
  if (notApplicable === undefined) {
    console.log(`What happened: ${happened}.`);
    console.log(`What should happen: ${expected}.`);
    end(wrong ? "fails" : "holds");
  } else {
    console.log(`Why: ${notApplicable}.`);
    end("not applicable");
  }

  function end(verdict) {
    console.log(`${version}: ${verdict}`);
    // Timers that are left must not keep the process alive.
    process.exit(EXIT_CODES[verdict]);
  }
}

/** Only a mended version needs something of this project: what applies a patch. */
async function load(version, id) {
  const mended = /^mended@(.+)$/.exec(version)?.[1];
  if (mended === undefined) return await import(`aws-sdk-${version}`);
  const { loadMended } = await import("../../impl/aws-sdk/mended.ts");
  return await loadMended(mended, [id]);
}

/** How an execution went, in words. */
export function inWords({ status, result, error, invocations }) {
  const each = invocations.map(({ answer, threw, crashed, seconds }, index) => {
    const after = `after ${seconds.toFixed(1)} s`;
    if (crashed) return `invocation ${index + 1} was interrupted`;
    if (threw) return `invocation ${index + 1} threw "${threw.message.split("\n")[0]}"`;
    if (answer) return `invocation ${index + 1} answered ${answer.Status} ${after}`;
    return `invocation ${index + 1} ran into its limit ${after}`;
  });
  const outcome = String(error?.ErrorMessage ?? result ?? "").slice(0, 100);
  return `${each.join(", ")}; the execution: ${status}${outcome && ` (${outcome})`}`;
}
