import { mendedRunners } from "../impl/mended-runners.ts";
import { isKnownOn, type KnownFinding } from "../reports/known-finding.ts";
import type { Mendable } from "./pool/messages.ts";

/** The findings that are known on the engine and can be mended in it, with their signatures. */
export async function mendableOf(
  engine: string,
  findings: readonly KnownFinding[],
): Promise<Mendable> {
  const known = findings.filter((finding) => isKnownOn(finding, engine));
  const { findings: ids } = await mendedRunners(
    engine,
    known.map(({ id }) => id),
  );
  return new Map(
    known
      .filter(({ id }) => ids.includes(id))
      .map(({ id, cases }) => [
        id,
        cases
          .filter(({ engines }) => engines[engine] === "fails")
          .flatMap((each) => each.signatures),
      ]),
  );
}
