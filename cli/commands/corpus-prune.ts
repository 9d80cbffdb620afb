/** `durable-conformance corpus prune`: removes saved counterexamples that nobody needs any more. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isBuiltIn } from "../../impl/runner.ts";
import { shapeOf } from "../../properties/shape.ts";
import type { Counterexample } from "../../reports/counterexample.ts";
import { counted, paragraph } from "../../reports/text/layout.ts";
import type { Arguments } from "../arguments.ts";
import { type Corpus, readCorpus } from "../corpus.ts";
import { engineNames } from "../flags.ts";
import { readReplayable } from "../input.ts";
import { KnownFindings } from "../known-findings.ts";
import { DEFAULT_OUT } from "../output.ts";
import type { ReplayAnswer } from "../pool/messages.ts";
import { LostError } from "../pool/watched-worker.ts";
import { replayEachOn } from "../replay-on.ts";
import { EXIT, UsageError } from "../usage-error.ts";

interface Saved {
  readonly file: string;
  readonly counterexample: Counterexample;
}

/** Gives the exit code. @throws UsageError */
export async function corpusPrune(given: Arguments): Promise<number> {
  const folder = given.text("--out") ?? DEFAULT_OUT;
  const corpus = readCorpus(given.text("--corpus"));
  const named = engineNames(given);
  const saved = savedIn(folder).filter(
    ({ counterexample: { engine } }) => isBuiltIn(engine) || named.includes(engine),
  );
  const dryRun = given.has("--dry-run");
  let removed = 0;
  for (const engine of new Set(saved.map(({ counterexample }) => counterexample.engine))) {
    const own = saved.filter(({ counterexample }) => counterexample.engine === engine);
    for (const [file, why] of await needless(engine, own, corpus)) {
      if (!dryRun) rmSync(file);
      removed += 1;
      print(`${dryRun ? "would remove" : "removed"} ${file}: ${why}`);
    }
  }
  const what = dryRun ? "would be removed" : "removed";
  print(`${removed} of ${counted(saved.length, "counterexample", "counterexamples")} ${what}`);
  return EXIT.ok;
}

function print(text: string): void {
  process.stdout.write(`${paragraph(text, 0)}\n`);
}

/** What is no counterexample is somebody's work, and left alone. */
function savedIn(folder: string): readonly Saved[] {
  return namesIn(folder).flatMap((name) => {
    const file = join(folder, name);
    try {
      const read = readReplayable(file);
      return read.kind === "case" ? [] : [{ file, counterexample: read.counterexample }];
    } catch (error) {
      if (error instanceof UsageError) return [];
      throw error;
    }
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.toSorted();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new UsageError(
      `--out: found ${JSON.stringify(folder)}, which can't be read (${code}); accepted is a folder.`,
    );
  }
}

/** The files that nobody needs, each with the reason. */
async function needless(
  engine: string,
  saved: readonly Saved[],
  corpus: Corpus,
): Promise<readonly (readonly [string, string])[]> {
  const known = new KnownFindings(engine, corpus.findings);
  const answers = await replayEachOn(
    engine,
    saved.map(({ counterexample }) => counterexample.case),
  );
  const first = new Map<string, string>();
  return saved.flatMap(({ file, counterexample }, index) => {
    const why = reasonFor(file, counterexample.case, answers[index], known, first);
    return why === undefined ? [] : [[file, why] as const];
  });
}

/** Undefined for what is to stay; `first` has the files that stay, by what they show. */
function reasonFor(
  file: string,
  case_: Counterexample["case"],
  answer: ReplayAnswer | LostError | undefined,
  known: KnownFindings,
  first: Map<string, string>,
): string | undefined {
  if (answer === undefined || answer instanceof LostError) return undefined;
  const { failure } = answer;
  if (failure === undefined) return "it holds now";
  const id = known.idOf(failure.signature, case_);
  if (id !== undefined) return `it is known as ${id}`;
  const shown = `${failure.signature} ${shapeOf(case_)}`;
  const same = first.get(shown);
  if (same !== undefined) return `it shows the same as ${same}`;
  first.set(shown, file);
  return undefined;
}
