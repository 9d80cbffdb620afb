/** `durable-conformance corpus keep`: a counterexample becomes a case of a known finding. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ENGINE_NAMES, isBuiltIn } from "../../impl/runner.ts";
import type { Counterexample } from "../../reports/counterexample.ts";
import {
  type CaseStatus,
  KNOWN_FINDING_VERSION,
  type KnownCase,
  KnownFinding,
} from "../../reports/known-finding.ts";
import { paragraph } from "../../reports/text/layout.ts";
import type { Arguments } from "../arguments.ts";
import { ownCorpusFolder } from "../corpus.ts";
import { decode } from "../decode.ts";
import { engineNames } from "../flags.ts";
import { readKnownFinding, readReplayable } from "../input.ts";
import { writeAtomically } from "../output.ts";
import { LostError } from "../pool/watched-worker.ts";
import { replayEachOn } from "../replay-on.ts";
import { EXIT, UsageError } from "../usage-error.ts";

/** Gives the exit code. @throws UsageError */
export async function corpusKeep(given: Arguments): Promise<number> {
  const counterexample = readMinimal(given.positionals[0] as string);
  const { file, before } = readFinding(given);
  const kept = await declare(counterexample, enginesFor(given, counterexample));
  const after = decode(file, KnownFinding, { ...before, cases: [...before.cases, kept] });
  writeAtomically(file, `${JSON.stringify(after, null, 2)}\n`);
  print(`kept as case ${after.cases.length} of ${after.id} in ${file}`);
  return EXIT.ok;
}

function print(text: string): void {
  process.stdout.write(`${paragraph(text, 0)}\n`);
}

function readMinimal(file: string): Counterexample {
  const read = readReplayable(file);
  if (read.kind === "case") {
    throw new UsageError(`${file}: is a case; accepted is a counterexample.`);
  }
  if (read.counterexample.shrink.minimal) return read.counterexample;
  throw new UsageError(`${file}: at shrink.minimal: found false; accepted is true.`);
}

interface Before {
  readonly file: string;
  readonly before: KnownFinding;
}

/** The finding as it is, or a new one without cases. @throws UsageError */
function readFinding(given: Arguments): Before {
  const id = given.text("--id");
  if (id === undefined) throw new UsageError("--id: found nothing; accepted is --id ID.");
  const folder = given.text("--corpus") ?? ownCorpusFolder();
  if (folder === undefined || !existsSync(folder)) {
    throw new UsageError(`--corpus: found ${folder ?? "nothing"}; accepted is a folder.`);
  }
  const file = join(folder, `${id}.json`);
  const title = given.text("--title");
  if (existsSync(file)) {
    const before = readKnownFinding(file);
    if (title === undefined || title === before.title) return { file, before };
    throw new UsageError(`--title: found ${file} with another one; accepted is none.`);
  }
  if (title === undefined) {
    throw new UsageError("--title: found nothing; accepted is --title TEXT for a new finding.");
  }
  const format = "durable-conformance/known-finding" as const;
  return { file, before: { format, version: KNOWN_FINDING_VERSION, id, title, cases: [] } };
}

/** Those that are named, or every published one; the engine that the file names in any case. */
function enginesFor(given: Arguments, { engine }: Counterexample): readonly string[] {
  const named = engineNames(given);
  if (named.length === 0 && !isBuiltIn(engine)) {
    throw new UsageError(
      `--engine: found none, and the file names the module ${JSON.stringify(engine)}; accepted is such an engine only if --engine names it too.`,
    );
  }
  const published = ENGINE_NAMES.filter((name) => name.startsWith("aws-sdk@"));
  return named.length === 0 ? published : named;
}

async function declare(
  { case: case_, engine: failedOn, signature }: Counterexample,
  names: readonly string[],
): Promise<KnownCase> {
  const engines: Record<string, CaseStatus> = {};
  for (const engine of names) {
    const [answer] = await replayEachOn(engine, [case_]);
    const breaks = answer instanceof LostError ? answer.message : answer?.failure?.signature;
    engines[engine] = statusOf(breaks, signature);
    if (engines[engine] === "not-applicable") {
      const what = `${engine} fails otherwise: ${breaks}`;
      print(`${what}. It is declared not applicable there; edit the file if it is the same.`);
    }
  }
  if (engines[failedOn] !== "fails") {
    throw new UsageError(
      `found no failure of ${failedOn} any more; accepted is a counterexample that still fails.`,
    );
  }
  return { signatures: [signature], case: case_, engines };
}

function statusOf(breaks: string | undefined, signature: string): CaseStatus {
  if (breaks === undefined) return "holds";
  return breaks === signature ? "fails" : "not-applicable";
}
