/**
 * Which failure it is. Two failing cases have the same signature if the same property was broken
 * first, on the same kind of operation, for the same reason; each signature gets its own minimal
 * case.
 */
import type { Broken, Property, Verdict } from "./property.ts";
import { judge } from "./property.ts";
import type { Story } from "./story.ts";

export interface Judgement {
  readonly property: Property;
  readonly verdict: Verdict;
}

/** What broke first in a run, and what else it broke. */
export interface Failure {
  readonly property: string;
  readonly signature: string;
  readonly broken: Broken;
  readonly alsoBroken: readonly string[];
}

export function judgeAll(properties: readonly Property[], story: Story): readonly Judgement[] {
  return properties.map((property) => ({ property, verdict: judge(property, story) }));
}

/** The failure of a run: of all that broke, what broke earliest; at the same event, by rank. */
export function failureOf(judgements: readonly Judgement[], story: Story): Failure | undefined {
  let first: { readonly property: Property; readonly broken: Broken } | undefined;
  const all: string[] = [];
  for (const { property, verdict } of judgements) {
    if (verdict.kind !== "broken") continue;
    all.push(property.id);
    if (first === undefined || verdict.at < first.broken.at) first = { property, broken: verdict };
  }
  if (first === undefined) return undefined;
  const { property, broken } = first;
  const signature = [property.id, operationKind(story, broken.operation), broken.reason].join("/");
  const alsoBroken = all.filter((id) => id !== property.id);
  return { property: property.id, signature, broken, alsoBroken };
}

function operationKind(story: Story, name: string | undefined): string {
  const found = name === undefined ? undefined : story.operations.get(name);
  if (found === undefined) return "execution";
  const { node, operation } = found;
  return operation.kind === "step" ? `step-${operation.semantics}` : node.kind;
}
