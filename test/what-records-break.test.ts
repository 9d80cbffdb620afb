/**
 * What is said of small changes to records of right executions: how many break which rule, and what
 * they break if that is excepted; in which words; and what would fill what they leave open. Nothing
 * may be found less often than before, or more often, or by another rule.
 */
import { expect, test } from "vitest";
import type { RecordedHistory } from "../model/recorded/event.ts";
import { fillRecord } from "../model/recorded/fill.ts";
import { judgeRecord } from "../model/recorded/judge.ts";
import { RECORD_RULES } from "../model/recorded/rules.ts";
import { countsOf } from "./counted.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";
import { recordOf } from "./record-examples.ts";
import { recordsChangedSlightly } from "./records-changed-slightly.ts";

/** The rule that a record breaks, and the one that it breaks without that one. */
function broken(record: RecordedHistory): string {
  const verdict = judgeRecord(record);
  if (verdict.kind !== "broken") return verdict.kind;
  const { rule } = verdict.refusal;
  const without = judgeRecord(record, new Set([rule]));
  const next = without.kind === "broken" ? without.refusal.rule : without.kind;
  return `${rule} at ${record[verdict.at]?.kind}, else ${next}`;
}

function filled(record: RecordedHistory): string {
  const filling = fillRecord(record);
  if (filling === undefined) return "nothing";
  return `${filling.with.length}, ${judgeRecord(filling.record).kind}`;
}

function words(record: RecordedHistory): readonly string[] {
  const verdict = judgeRecord(record);
  if (verdict.kind === "holds") return [];
  if (verdict.kind === "unknown") return verdict.missing;
  const { rule, expected, found } = verdict.refusal;
  return [`${rule}: expected ${expected}`, `${rule}: found ${found}`];
}

test.each(Object.entries(RIGHT_CASES))("they break in %s what they broke", async (about, cases) => {
  const records = Object.values(cases).flatMap((case_) => recordsChangedSlightly(recordOf(case_)));
  const seen = {
    broken: countsOf(records.map(broken)),
    filled: countsOf(records.map(filled)),
    words: [...new Set(records.flatMap(words))].toSorted(),
  };
  const text = `${JSON.stringify(seen, null, 1)}\n`;
  await expect(text).toMatchFileSnapshot(`golden/what-records-break/${about}.json`);
});

test("the rules say what they said", async () => {
  const text = `${JSON.stringify(RECORD_RULES, null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/what-record-rules-say.json");
});
