/** The tables of docs/recorded-histories.md: a verdict and a reason for each history of AWS in ../shared. */
import { checkAwsHistory, wouldHold } from "../cli/check-history.ts";
import { judgeRecord } from "../model/recorded/judge.ts";
import { historyNames, type Requirement, readHistory, requirements } from "./aws-records.ts";

export const RECORDED_DOCUMENT = new URL("../docs/recorded-histories.md", import.meta.url);

const TABLE = (name: string) =>
  new RegExp(
    `(<!-- ${name}, made by npm run recorded-histories -->\n)[\\s\\S]*?(<!-- until here -->)`,
  );

/** The document with its tables made anew. */
export function withRecordTables(document: string): string {
  return put(put(document, "recorded", recordedTable()), "expected", expectedTable());
}

function put(document: string, name: string, table: string): string {
  if (!TABLE(name).test(document)) throw new Error(`The document has no place for ${name}`);
  return document.replace(TABLE(name), (_, before, after) => `${before}\n${table}\n\n${after}`);
}

type Row = readonly [string, string, string, string];

function table(head: Row, rows: readonly Row[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function recordedTable(): string {
  const rows = historyNames().map((name): Row => {
    const { verdict, events, first, missing } = checkAwsHistory(name, readHistory(name), new Set());
    const reason =
      first !== null
        ? `event ${first.event} is impossible: \`${first.rule}\``
        : verdict === "holds"
          ? "every event is possible"
          : `it lacks ${missing.join("; ")}`;
    return [`\`${name}\``, String(events), verdict, reason];
  });
  return table(["history", "events", "verdict", "reason"], rows);
}

function expectedTable(): string {
  const rows = requirements()
    .toSorted(byId)
    .map(({ id, suite, record }): Row => {
      const verdict = judgeRecord(record);
      const name = `${id} (${suite.replaceAll("_", " ")})`;
      const events = String(record.length);
      if (verdict.kind === "broken") {
        return [
          name,
          events,
          "broken",
          `event ${record[verdict.at]?.number}: \`${verdict.refusal.rule}\``,
        ];
      }
      const holdsIf = wouldHold(record, new Set());
      if (holdsIf !== null) return [name, events, "can be met", `holds ${holdsIf.join(", and ")}`];
      const missing = verdict.kind === "unknown" ? verdict.missing.join("; ") : "";
      return [name, events, verdict.kind, missing === "" ? "" : `it lacks ${missing}`];
    });
  return table(["requirement", "events", "verdict", "reason"], rows);
}

function byId({ id: left }: Requirement, { id: right }: Requirement): number {
  const [a, b] = [left, right].map((id) => id.split("-").map(Number));
  return (a?.[0] ?? 0) - (b?.[0] ?? 0) || (a?.[1] ?? 0) - (b?.[1] ?? 0);
}
