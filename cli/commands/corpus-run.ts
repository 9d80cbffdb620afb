/** `durable-conformance corpus run`: whether all that is declared of the known findings is so. */
import { isBuiltIn } from "../../impl/runner.ts";
import { isWrong, type KeptCase } from "../../reports/kept-case.ts";
import { renderKept } from "../../reports/text/kept.ts";
import { byVersion } from "../../reports/version-ranges.ts";
import type { Arguments } from "../arguments.ts";
import { type Corpus, readCorpus } from "../corpus.ts";
import { CtrlC } from "../ctrl-c.ts";
import { engineNames, unloadable } from "../flags.ts";
import { keptIn } from "../kept-cases.ts";
import { KnownFindings } from "../known-findings.ts";
import type { Replay } from "../pool/messages.ts";
import { LoadError } from "../pool/watched-worker.ts";
import { replayWhatItHas } from "../replay-on.ts";
import { runKept } from "../run-kept.ts";
import { EXIT, UsageError } from "../usage-error.ts";

interface EngineResult {
  readonly engine: string;
  readonly kept: readonly KeptCase[];
}

/** Gives the exit code: 1 if anything is not as it is declared. @throws UsageError */
export async function corpusRun(given: Arguments): Promise<number> {
  const corpus = pick(readCorpus(given.text("--corpus")), given.positionals);
  const named = engineNames(given);
  const results: EngineResult[] = [];
  const ctrlC = new CtrlC();
  const engines = named.length > 0 ? named : declaredEngines(corpus);
  for (const engine of engines) {
    if (ctrlC.pressed) break;
    const result = { engine, kept: await runOn(engine, corpus) };
    results.push(result);
    // With --json a line for each is how it tells that it goes on.
    (given.has("--json") ? process.stderr : process.stdout).write(render(result));
  }
  ctrlC.ignore();
  if (given.has("--json")) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  if (results.length < engines.length) {
    const told = `Stopped by the user after ${results.length} of ${engines.length} engines.`;
    process.stderr.write(`${told}\n`);
    return EXIT.interrupted;
  }
  const outcomes = results.flatMap(({ kept }) => kept.map(({ outcome }) => outcome));
  if (outcomes.some(isWrong)) return EXIT.broken;
  return outcomes.includes("unexercised") ? EXIT.unknown : EXIT.ok;
}

function pick(corpus: Corpus, ids: readonly string[]): Corpus {
  for (const id of ids) {
    if (corpus.findings.some((finding) => finding.id === id)) continue;
    const accepted = corpus.findings.map((finding) => finding.id).join(", ");
    throw new UsageError(`found the finding ${JSON.stringify(id)}; accepted is ${accepted}.`);
  }
  if (ids.length === 0) return corpus;
  return { ...corpus, findings: corpus.findings.filter(({ id }) => ids.includes(id)) };
}

/** Code is loaded only if the user names it, not a file. */
function declaredEngines({ findings }: Corpus): readonly string[] {
  const names = findings.flatMap(({ cases }) =>
    cases.flatMap(({ engines }) => Object.keys(engines)),
  );
  return [...new Set(names)].filter(isBuiltIn).toSorted(byVersion);
}

async function runOn(engine: string, corpus: Corpus): Promise<readonly KeptCase[]> {
  const known = new KnownFindings(engine, corpus.findings);
  const replayer = {
    replay: (asked: readonly Replay[]) =>
      replayWhatItHas(
        engine,
        asked.map((each) => each.case),
      ),
  };
  try {
    const results = await runKept(keptIn(corpus, engine), engine, replayer, known);
    return results.map(([kept]) => kept);
  } catch (error) {
    throw error instanceof LoadError ? unloadable(error) : error;
  }
}

function render({ engine, kept }: EngineResult): string {
  return `${renderKept(engine, kept).join("\n")}\n`;
}
