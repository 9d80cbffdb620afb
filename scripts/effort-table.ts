/**
 * The table in README.md of how many cases it takes to find what is known, from what was measured;
 * with those findings that only their scripts show so far.
 */
import { SDK_VERSIONS, type SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { Case } from "../model/case.ts";
import { allOperations } from "../model/operation-names.ts";
import type { CaseStatus, KnownFinding } from "../reports/known-finding.ts";
import { mendedIn, type Row } from "./findings-table.ts";

/** What was measured: for each engine and finding the number of the first case that shows it. */
export interface Measured {
  /** How many cases of each seed were drawn at most; `null` below is for none of them. */
  readonly cases: number;
  readonly seeds: readonly number[];
  readonly efforts: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
}

export const MEASURED = new URL("../docs/findings-effort.json", import.meta.url);

const TABLE = /<!-- findings-table -->[\s\S]*<!-- \/findings-table -->/;

export function withTable(readme: string, table: string): string {
  if (!TABLE.test(readme)) throw new Error("README.md has no place for the table of findings");
  return readme.replace(TABLE, () => `<!-- findings-table -->\n${table}\n<!-- /findings-table -->`);
}

/** `scripts` say on which versions the script of each finding fails (docs/findings.md). */
export function renderTable(
  findings: readonly KnownFinding[],
  measured: Measured,
  scripts: ReadonlyMap<string, Row>,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return [
    line(["finding", "size", ...SDK_VERSIONS]),
    line(["---", "---", ...SDK_VERSIONS.map(() => "---:")]),
    ...[...scripts].map(([id, row]) => {
      const finding = byId.get(id);
      const cells = SDK_VERSIONS.map((version) => cellOf(id, finding, version, measured, row));
      return line([
        `[${id}](docs/findings.md#${id})`,
        finding ? smallestOf(finding) : "",
        ...cells,
      ]);
    }),
  ].join("\n");
}

function cellOf(
  id: string,
  finding: KnownFinding | undefined,
  version: SdkVersion,
  { cases, efforts }: Measured,
  row: Row,
): string {
  const engine = `aws-sdk@${version}`;
  if (row[version] !== "fails") return row[version] === "holds" ? "-" : "n/a";
  const numbers = efforts[engine]?.[id];
  if (numbers === undefined) return mendedIn(version).includes(id) ? "?" : "script";
  const isKept = finding !== undefined && statusOn(finding, engine) === "fails";
  if (!isKept && numbers.every((each) => each === null)) return "script";
  const median = medianOf(numbers);
  if (median !== null) return String(median);
  const found = numbers.filter((each) => each !== null).length;
  return `>&nbsp;${cases} (${found}/${numbers.length})`;
}

/** `fails` if any of its cases does; `holds` if any does and none fails. */
export function statusOn({ cases }: KnownFinding, engine: string): CaseStatus {
  const statuses = cases.map(({ engines }) => engines[engine]);
  if (statuses.includes("fails")) return "fails";
  return statuses.includes("holds") ? "holds" : "not-applicable";
}

/** Of an even number the higher of the two in the middle; null if that is one that was not found. */
export function medianOf(numbers: readonly (number | null)[]): number | null {
  const sorted = numbers.toSorted((left, right) => (left ?? Infinity) - (right ?? Infinity));
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** The size of its smallest case: operations at any depth, and what strikes. */
function smallestOf({ cases }: KnownFinding): string {
  const sizes = cases.map((each) => sizeOf(each.case));
  const [smallest] = sizes.toSorted((left, right) => left[0] + left[1] - right[0] - right[1]);
  return (smallest ?? []).join("+");
}

function sizeOf({ workflow, schedule }: Case): readonly [number, number] {
  const strikes = Object.values(schedule as Record<string, unknown>)
    .filter(Array.isArray)
    .flat();
  return [allOperations(workflow.operations).length, strikes.length];
}
