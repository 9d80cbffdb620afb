/** Runs one case and judges it: the story of what happened, and what broke first. */
import type { Case } from "../../model/case.ts";
import { type Observed, observe } from "../observe.ts";
import type { Property } from "../property.ts";
import { type Failure, failureOf, type Judgement, judgeAll } from "../signature.ts";
import type { Story } from "../story.ts";

export interface Judged {
  readonly story: Story;
  readonly judgements: readonly Judgement[];
  readonly failure: Failure | undefined;
}

export async function judgeCase(
  case_: Case,
  engine: Observed,
  properties: readonly Property[],
): Promise<Judged> {
  const story = await observe(case_, engine, properties);
  const judgements = judgeAll(properties, story);
  return { story, judgements, failure: failureOf(judgements, story) };
}
