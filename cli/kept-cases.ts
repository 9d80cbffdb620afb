/** The cases that run before any is drawn: those of the corpus, and what earlier runs saved. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isBuiltIn } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { foreignOperation } from "../model/change.ts";
import { allOperations } from "../model/operation-names.ts";
import type { Operation } from "../model/workflow.ts";
import type { Scope } from "../properties/generators/case.ts";
import type { KeptCase } from "../reports/kept-case.ts";
import type { CaseStatus } from "../reports/known-finding.ts";
import type { Corpus } from "./corpus.ts";
import { readReplayable } from "./input.ts";
import { UsageError } from "./usage-error.ts";

export interface Kept {
  readonly file: string;
  readonly case: Case;
  readonly finding: KeptCase["finding"];
  /** The signatures that it is kept for. */
  readonly signatures: readonly string[];
  /** What is declared of this engine; `saved` where an earlier run saw it fail there. */
  readonly declared: CaseStatus | "saved" | undefined;
}

/** The cases of a corpus, as they are declared for an engine. */
export function keptIn({ folder, findings }: Corpus, engine: string): readonly Kept[] {
  return findings.flatMap(({ id, title, cases }) =>
    cases.map(({ case: case_, signatures, engines }, index) => ({
      file: join(folder, `${id}.json`),
      case: case_,
      finding: { id, title, number: index + 1 },
      signatures,
      declared: engines[engine],
    })),
  );
}

/** What earlier runs saved in a folder; `tell` hears of each file that can't be run again. */
export function savedIn(
  folder: string,
  engine: string,
  tell: (sentence: string) => void,
): readonly Kept[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.toSorted().flatMap((name) => {
    try {
      return [saved(join(folder, name), engine)];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      tell(`${error.message} It is not run again.`);
      return [];
    }
  });
}

function saved(file: string, engine: string): Kept {
  const read = readReplayable(file);
  const plain = { file, finding: null };
  if (read.kind === "case") {
    return { ...plain, case: read.case, signatures: [], declared: undefined };
  }
  const { case: case_, signature, engine: failedOn } = read.counterexample;
  const declared = failedOn === engine ? "saved" : undefined;
  return { ...plain, case: case_, signatures: [signature], declared };
}

/** All that the handler calls, and what it calls instead once it is changed. */
export function calledIn({ workflow, schedule: { change } }: Case): readonly Operation[] {
  const foreign = change === undefined ? undefined : foreignOperation(workflow, change);
  return allOperations(
    foreign === undefined ? workflow.operations : [...workflow.operations, foreign],
  );
}

/** What every engine has; plain work needs nothing of it. */
const BASICS = ["step", "wait", "work"];

/** Whether it calls steps and waits alone: it needs nothing that an engine may lack. */
export function needsOnlyBasics(kept: Kept): boolean {
  return calledIn(kept.case).every(({ kind }) => BASICS.includes(kind));
}

/**
 * Somebody's engine that has steps and waits one after the other so far, and is asked for no more, need not
 * have two under way at once, or plain work beside them. (What it lacks besides it says by itself.)
 */
export function withinScope(kept: Kept, scope: Scope, engine: string): Kept {
  if (scope === "all" || isBuiltIn(engine) || kept.finding === null) return kept;
  const atOnce = calledIn(kept.case).some(
    (each) => each.kind === "work" || ("awaited" in each && each.awaited !== undefined),
  );
  return atOnce && needsOnlyBasics(kept) ? { ...kept, declared: "not-applicable" } : kept;
}

/** Whether it is kept for one of these properties; what was lost could be about any. */
export function isAbout({ signatures }: Kept, properties: ReadonlySet<string>): boolean {
  return signatures.length === 0 || signatures.some((each) => properties.has(propertyOf(each)));
}

/** The property that a signature begins with. */
export function propertyOf(signature: string): string {
  return signature.slice(0, signature.indexOf("/"));
}
