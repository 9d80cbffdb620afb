/** `durable-conformance check-history FILE`: judges a recorded history; nothing is run. */
import { RECORD_RULES, type RecordRule } from "../../model/recorded/rules.ts";
import type { HistoryCheck } from "../../reports/history-check.ts";
import { renderHistoryCheck } from "../../reports/text/history-check.ts";
import type { Arguments } from "../arguments.ts";
import { checkAwsHistory, checkOwnHistory } from "../check-history.ts";
import { readRecordedHistory } from "../input.ts";
import { EXIT, UsageError } from "../usage-error.ts";

/** Gives the exit code: 0 holds, 1 broken, 2 unknown. @throws UsageError */
export async function checkHistory(given: Arguments): Promise<number> {
  const file = given.positionals[0] as string;
  const excepted = rules(given);
  const read = readRecordedHistory(file);
  // The search lets no listener have its turn: without one, Ctrl-C ends the process at once.
  process.removeAllListeners("SIGINT");
  const check =
    read.kind === "aws"
      ? checkAwsHistory(file, read.history, excepted)
      : checkOwnHistory(file, read.recorded);
  process.stdout.write(
    given.has("--json") ? `${JSON.stringify(check, null, 2)}\n` : renderHistoryCheck(check),
  );
  return CODES[check.verdict];
}

const CODES: Readonly<Record<HistoryCheck["verdict"], number>> = {
  holds: EXIT.ok,
  broken: EXIT.broken,
  unknown: EXIT.unknown,
};

/** @throws UsageError for a rule that there is not. */
function rules(given: Arguments): ReadonlySet<RecordRule> {
  const known = Object.keys(RECORD_RULES) as RecordRule[];
  const found = given.texts("--except").map((text) => {
    const rule = known.find((each) => each === text);
    if (rule !== undefined) return rule;
    throw new UsageError(
      `--except: found ${JSON.stringify(text)}; accepted is ${known.join(", ")}.`,
    );
  });
  return new Set(found);
}
