/** The verdict on a recorded history, as text. */
import type { HistoryCheck } from "../history-check.ts";
import { clip, counted, flow, labelled, paragraph, WIDTH } from "./layout.ts";

export function renderHistoryCheck(check: HistoryCheck): string {
  const { file, events, verdict, first, missing, holdsIf } = check;
  const lines = [flow([verdict, file, counted(events, "event", "events")])];
  if (verdict === "holds") {
    lines.push("", paragraph("Each of them is one that a right engine could have recorded.", 2));
  }
  if (verdict === "unknown") {
    lines.push("", paragraph("Nothing in it is impossible, but for a verdict it lacks:", 2));
    lines.push(...missing.map((each) => labelled("-", each, 4, 2)));
    if (holdsIf !== null) lines.push("", paragraph(`It holds ${holdsIf.join(", and ")}.`, 2));
  }
  if (first !== null) {
    const shown = first.events.slice(-SHOWN);
    const left = first.events.length - shown.length;
    lines.push(
      "",
      paragraph(`Event ${first.event} is the first that no right engine could have recorded.`, 2),
      "",
      labelled("Rule", first.rule, 2, 10),
      ...(first.sentence === "" ? [] : [labelled("", first.sentence, 2, 10)]),
      labelled("Expected", first.expected, 2, 10),
      labelled("Found", first.found, 2, 10),
      "",
      ...(left === 0 ? [] : [`    (${counted(left, "event", "events")} before)`]),
      ...shown.map((each, index) => {
        return `  ${index === shown.length - 1 ? ">" : " "} ${clip(each, WIDTH - 4)}`;
      }),
    );
  }
  return `${lines.join("\n")}\n`;
}

const SHOWN = 12;
