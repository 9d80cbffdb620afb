/** The corpus: a folder of known findings, a file each. The one of this package is the default. */
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KnownFinding } from "../reports/known-finding.ts";
import { readKnownFinding } from "./input.ts";
import { UsageError } from "./usage-error.ts";

export interface Corpus {
  readonly folder: string;
  /** In the order of their ids. */
  readonly findings: readonly KnownFinding[];
}

/** The folder of this package's own: beside this one in a checkout, a level further up where compiled. */
export function ownCorpusFolder(): string | undefined {
  return ["../reports/corpus", "../../reports/corpus"]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
}

/**
 * Reads a corpus, this package's own where no folder is named.
 * @throws UsageError for a folder that can't be read, and for the first file in it that is wrong.
 */
export function readCorpus(folder = ownCorpusFolder() ?? "reports/corpus"): Corpus {
  const findings = namesIn(folder).map((name) => {
    const file = join(folder, name);
    const finding = readKnownFinding(file);
    if (finding.id === basename(name, ".json")) return finding;
    throw new UsageError(
      `${file}: at id: found ${JSON.stringify(finding.id)}; accepted is the name of the file, ${JSON.stringify(basename(name, ".json"))}.`,
    );
  });
  return { folder, findings };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .toSorted();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new UsageError(
      `--corpus: found ${JSON.stringify(folder)}, which can't be read (${code}); accepted is a folder of known findings.`,
    );
  }
}
