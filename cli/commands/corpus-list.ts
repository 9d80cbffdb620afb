/** `durable-conformance corpus list`: the known findings. */
import { isKnownOn } from "../../reports/known-finding.ts";
import { renderCorpus } from "../../reports/text/corpus.ts";
import type { Arguments } from "../arguments.ts";
import { readCorpus } from "../corpus.ts";
import { engineName } from "../flags.ts";
import { EXIT } from "../usage-error.ts";

/** Gives the exit code. @throws UsageError */
export async function corpusList(given: Arguments): Promise<number> {
  const engine = engineName(given);
  const { folder, findings } = readCorpus(given.text("--corpus"));
  const listed = findings.filter((each) => engine === undefined || isKnownOn(each, engine));
  process.stdout.write(
    given.has("--json") ? `${JSON.stringify(listed, null, 2)}\n` : renderCorpus(folder, listed),
  );
  return EXIT.ok;
}
