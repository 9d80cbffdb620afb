/**
 * The door for files: what is read is decoded by its schema, and what is wrong gets one sentence
 * that says which path in which file, what was found, and what is accepted.
 */
import { readFileSync } from "node:fs";
import type * as Schema from "effect/Schema";
import { CASE_VERSION, Case } from "../model/case.ts";
import { AwsHistory } from "../reports/aws/history.ts";
import { COUNTEREXAMPLE_VERSION, Counterexample } from "../reports/counterexample.ts";
import { KNOWN_FINDING_VERSION, KnownFinding } from "../reports/known-finding.ts";
import { RECORDED_HISTORY_VERSION, RecordedHistoryFile } from "../reports/recorded-history.ts";
import { RUN_REPORT_VERSION, RunReport } from "../reports/run-report.ts";
import { decode, show } from "./decode.ts";
import { UsageError } from "./usage-error.ts";

/** A format that files can have: its name, the newest version of it, and how it is read. */
interface Format<Decoded> {
  readonly name: string;
  readonly version: number;
  readonly schema: Schema.Codec<Decoded>;
}

const CASE: Format<Case> = {
  name: "durable-conformance/case",
  version: CASE_VERSION,
  schema: Case,
};
const COUNTEREXAMPLE: Format<Counterexample> = {
  name: "durable-conformance/counterexample",
  version: COUNTEREXAMPLE_VERSION,
  schema: Counterexample,
};
const KNOWN_FINDING: Format<KnownFinding> = {
  name: "durable-conformance/known-finding",
  version: KNOWN_FINDING_VERSION,
  schema: KnownFinding,
};

const RECORDED_HISTORY: Format<RecordedHistoryFile> = {
  name: "durable-conformance/history",
  version: RECORDED_HISTORY_VERSION,
  schema: RecordedHistoryFile,
};

const RUN_REPORT: Format<RunReport> = {
  name: "durable-conformance/run-report",
  version: RUN_REPORT_VERSION,
  schema: RunReport,
};

/** A case, or a counterexample with the case in it. */
export type Replayable =
  | { readonly kind: "case"; readonly case: Case }
  | { readonly kind: "counterexample"; readonly counterexample: Counterexample };

/** @throws UsageError for a file that can't be read or is neither. */
export function readReplayable(file: string): Replayable {
  const { format, value } = readFormatted(file, [CASE, COUNTEREXAMPLE]);
  return format === CASE.name
    ? { kind: "case", case: decode(file, Case, value) }
    : { kind: "counterexample", counterexample: decode(file, Counterexample, value) };
}

/** @throws UsageError for a file that can't be read or is no known finding. */
export function readKnownFinding(file: string): KnownFinding {
  const { value } = readFormatted(file, [KNOWN_FINDING]);
  return decode(file, KnownFinding, value);
}

/** @throws UsageError for a file that can't be read or is no report of a run. */
export function readRunReport(file: string): RunReport {
  const { value } = readFormatted(file, [RUN_REPORT]);
  return decode(file, RunReport, value);
}

/** A history with its case, or one of AWS. */
export type ReadRecord =
  | { readonly kind: "aws"; readonly history: AwsHistory }
  | {
      readonly kind: "own";
      readonly recorded: Pick<RecordedHistoryFile, "case" | "history" | "hides">;
    };

/**
 * AWS's JSON is a list of events, or has it as `Events`; what is not looked at may be there too.
 * @throws UsageError for a file that can't be read or is none of these.
 */
export function readRecordedHistory(file: string): ReadRecord {
  const value = readShallow(file);
  const events = isRecord(value) && "Events" in value ? value.Events : value;
  if (Array.isArray(events)) {
    return { kind: "aws", history: decode(file, AwsHistory, events, "ignore") };
  }
  const { format } = formatOf(file, value, [RECORDED_HISTORY, COUNTEREXAMPLE]);
  const recorded =
    format === COUNTEREXAMPLE.name
      ? decode(file, Counterexample, value)
      : decode(file, RecordedHistoryFile, value);
  return { kind: "own", recorded };
}

/** A case in a file, and the signatures of what it is about; none where the file does not say. */
export interface CaseInFile {
  readonly case: Case;
  readonly signatures: readonly string[];
}

/** The cases of a case, of a counterexample, or of a known finding. @throws UsageError */
export function readCases(file: string): readonly [CaseInFile, ...CaseInFile[]] {
  const { format, value } = readFormatted(file, [CASE, COUNTEREXAMPLE, KNOWN_FINDING]);
  if (format === CASE.name) return [{ case: decode(file, Case, value), signatures: [] }];
  if (format === COUNTEREXAMPLE.name) {
    const { case: case_, signature } = decode(file, Counterexample, value);
    return [{ case: case_, signatures: [signature] }];
  }
  const { cases } = decode(file, KnownFinding, value);
  return cases as unknown as readonly [CaseInFile, ...CaseInFile[]];
}

interface Formatted {
  readonly format: string;
  readonly value: unknown;
}

/** A JSON file of one of these formats, in a version that this program reads. */
function readFormatted(file: string, formats: readonly Format<unknown>[]): Formatted {
  return formatOf(file, readShallow(file), formats);
}

function readShallow(file: string): unknown {
  const value = readJson(file);
  if (!isDeeperThan(DEEPEST, value)) return value;
  throw new UsageError(`${file}: is nested too deeply; accepted is a depth of ${DEEPEST}.`);
}

function formatOf(file: string, value: unknown, formats: readonly Format<unknown>[]): Formatted {
  const found = isRecord(value) ? value.format : undefined;
  const format = formats.find(({ name }) => name === found);
  if (format === undefined) {
    const accepted = formats.map(({ name }) => `"${name}"`).join(" or ");
    throw new UsageError(`${file}: at format: found ${show(found)}; accepted is ${accepted}.`);
  }
  const version = isRecord(value) ? value.version : undefined;
  if (typeof version === "number" && version > format.version) {
    throw new UsageError(
      `${file}: at version: found ${version}, which is newer than this program reads; accepted is ${format.version}.`,
    );
  }
  return { format: format.name, value };
}

/** Far deeper than any file of ours, and shallow enough for every recursion over it. */
const DEEPEST = 100;

function isDeeperThan(depth: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let reached = 0; reached < depth; reached += 1) {
    level = level.flatMap((each) => {
      return typeof each === "object" && each !== null ? Object.values(each) : [];
    });
  }
  return level.length > 0;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    const reason = UNREADABLE[code] ?? `can't be read (${code})`;
    throw new UsageError(`${file}: ${reason}; accepted is a JSON file.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message.replaceAll("\n", " ");
    throw new UsageError(`${file}: is not JSON (${reason}); accepted is a JSON file.`);
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  EISDIR: "is a folder",
  EACCES: "may not be read",
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
