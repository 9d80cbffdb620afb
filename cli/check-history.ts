/** Judges a recorded history: one of our own format, a counterexample's, or AWS's. */

import { describeEvent } from "../model/describe.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { RecordedEvent, RecordedHistory } from "../model/recorded/event.ts";
import { fillRecord } from "../model/recorded/fill.ts";
import { judgeRecord } from "../model/recorded/judge.ts";
import { RECORD_RULES, type RecordRule } from "../model/recorded/rules.ts";
import { judgeShown } from "../model/shown.ts";
import { PROPERTIES } from "../properties/all.ts";
import { failureOf, judgeAll } from "../properties/signature.ts";
import { readStory } from "../properties/story.ts";
import type { AwsHistory } from "../reports/aws/history.ts";
import { describeAwsEvent, readAwsHistory } from "../reports/aws/read.ts";
import type { HistoryCheck } from "../reports/history-check.ts";
import type { RecordedHistoryFile } from "../reports/recorded-history.ts";

/** A record of AWS, which has no workflow: by the rules that hold for every right engine. */
export function checkAwsHistory(
  file: string,
  history: AwsHistory,
  excepted: ReadonlySet<RecordRule>,
): HistoryCheck {
  const { record, unknown } = readAwsHistory(history);
  const verdict = judgeRecord(record, excepted);
  const base = { file, events: history.length, first: null, missing: [], holdsIf: null };
  if (verdict.kind === "broken") {
    const { rule, expected, found } = verdict.refusal;
    const event = (record[verdict.at] as RecordedEvent).number;
    const events = history.slice(0, verdict.at + 1).map(describeAwsEvent);
    const first = { event, rule, sentence: RECORD_RULES[rule], expected, found, events };
    return { ...base, verdict: "broken", first };
  }
  const missing = [
    ...(unknown === undefined
      ? []
      : [`what event ${unknown.EventId}, a ${unknown.EventType}, means`]),
    ...(verdict.kind === "unknown" ? verdict.missing : []),
  ];
  if (missing.length === 0) return { ...base, verdict: "holds" };
  const holdsIf = unknown === undefined ? wouldHold(record, excepted) : null;
  return { ...base, verdict: "unknown", missing, holdsIf };
}

/** With what a record that leaves something open would hold; null if not even that is known. */
export function wouldHold(
  record: RecordedHistory,
  excepted: ReadonlySet<RecordRule>,
): readonly string[] | null {
  const filled = fillRecord(record);
  if (filled === undefined) return null;
  return judgeRecord(filled.record, excepted).kind === "holds" ? filled.with : null;
}

/**
 * A history with its case. Where it shows everything, by all properties; where it does not, by the
 * states in which the model may be.
 */
export function checkOwnHistory(
  file: string,
  { case: case_, history, hides = [] }: Pick<RecordedHistoryFile, "case" | "history" | "hides">,
): HistoryCheck {
  const base = { file, events: history.length, first: null, missing: [], holdsIf: null };
  const broken = (
    at: number,
    rule: string,
    sentence: string,
    told: { readonly expected: string; readonly found: string },
  ): HistoryCheck => {
    const events = history.slice(0, at + 1).map((event, index) => {
      const { verb, subject, detail } = describeEvent(event);
      return `${String(index).padStart(4)}  ${verb.padEnd(8)} ${subject}  ${detail}`;
    });
    const { expected, found } = told;
    return {
      ...base,
      verdict: "broken",
      first: { event: at, rule, sentence, expected, found, events },
    };
  };
  if (history.length === 0) {
    return { ...base, verdict: "unknown", missing: ["events: the history is empty"] };
  }
  if (hides.length > 0) {
    const seen = judgeShown(case_, awsGuarantees, history, new Set(hides));
    if (seen.kind === "impossible") return broken(seen.at, seen.refusal.rule, "", seen.refusal);
    if (seen.kind === "possible") return { ...base, verdict: "holds" };
    const missing = [`what is hidden before event ${seen.at}: ${seen.why}`];
    return { ...base, verdict: "unknown", missing };
  }
  const story = readStory(case_, awsGuarantees, history);
  const failure = failureOf(judgeAll(PROPERTIES, story), story);
  if (failure === undefined) return { ...base, verdict: "holds" };
  const sentence = PROPERTIES.find(({ id }) => id === failure.property)?.sentence ?? "";
  return broken(failure.broken.at, failure.property, sentence, failure.broken);
}
