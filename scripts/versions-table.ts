/** The tables of docs/found-by-version.md, from what campaigns found and what the scripts show. */
import type { SdkVersion } from "../impl/aws-sdk/sdk.ts";
import { MENDED, type Row } from "./findings-table.ts";
import type { Campaign } from "./versions-measure.ts";

export const DOCUMENT = new URL("../docs/found-by-version.md", import.meta.url);
export const MEASURED = new URL("../docs/found-by-version.json", import.meta.url);

const TABLES = /<!-- made by npm run found-by-version -->[\s\S]*<!-- until here -->/;

export function withTables(document: string, tables: string): string {
  if (!TABLES.test(document)) throw new Error("docs/found-by-version.md has no place for tables");
  return document.replace(
    TABLES,
    () => `<!-- made by npm run found-by-version -->\n\n${tables}\n\n<!-- until here -->`,
  );
}

/** `scripts` say on which versions the script of each finding fails (docs/findings.md). */
export function renderTables(
  campaigns: readonly Campaign[],
  scripts: ReadonlyMap<string, Row>,
): string {
  return [
    renderSummary(campaigns, scripts),
    ...campaigns.map((campaign) => renderVersion(campaign, scripts)),
  ].join("\n\n");
}

const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const link = (id: string) => `[${id}](findings.md#${id})`;
const sum = (numbers: readonly number[]) => numbers.reduce((left, right) => left + right, 0);

function renderSummary(campaigns: readonly Campaign[], scripts: ReadonlyMap<string, Row>): string {
  const columns = [
    "version",
    "cases",
    "fail",
    "distinct signatures",
    "only with several mended",
    "unexplained",
    "findings that they show",
    "findings confirmed by script",
  ];
  return [
    line(columns),
    line(["---", ...columns.slice(1).map(() => "---:")]),
    ...campaigns.map((campaign) => {
      const { version, cases, signatures } = campaign;
      return line([
        `[${version}](#${version.replaceAll(".", "")})`,
        cases,
        sum(signatures.map((each) => each.cases)),
        signatures.length,
        sum(signatures.map(({ several }) => several)),
        sum(signatures.map(({ unexplained }) => unexplained.length)),
        shownIn(campaign).length,
        failingOn(version, scripts).length,
      ]);
    }),
  ].join("\n");
}

function renderVersion(campaign: Campaign, scripts: ReadonlyMap<string, Row>): string {
  const { version, signatures } = campaign;
  const shown = shownIn(campaign);
  return [
    `## ${version}`,
    [
      line(["signature", "cases that fail", "findings that they show"]),
      line(["---", "---:", "---"]),
      ...signatures.map(({ signature, cases, shows, several, unexplained }) => {
        const by = Object.entries(shows).map(([id, count]) => `${link(id)} ${count}`);
        const together = several === 0 ? [] : [`${several} only with several mended`];
        const left = unexplained.length === 0 ? [] : [`${unexplained.length} unexplained`];
        return line([`\`${signature}\``, cases, [...by, ...together, ...left].join(", ")]);
      }),
    ].join("\n"),
    [
      line(["finding", "drawn here", "its script on this version", "it is gone"]),
      line(["---", "---", "---", "---"]),
      ...failingOn(version, scripts).map((id) =>
        line([link(id), shown.includes(id) ? "yes" : "no", "fails", whereGone(id, scripts)]),
      ),
    ].join("\n"),
  ].join("\n\n");
}

/** What makes the script hold: a later version, or the patch of the place that it is about. */
function whereGone(id: string, scripts: ReadonlyMap<string, Row>): string {
  if (MENDED.includes(id)) return `with [its patch](../examples/findings/mended/${id}.patch)`;
  const versions = Object.entries(scripts.get(id) ?? {});
  const last = versions.findLastIndex(([, verdict]) => verdict === "fails");
  return `in ${versions[last + 1]?.[0]}`;
}

export function shownIn({ signatures }: Campaign): readonly string[] {
  return [...new Set(signatures.flatMap(({ shows }) => Object.keys(shows)))].toSorted();
}

export function failingOn(
  version: SdkVersion,
  scripts: ReadonlyMap<string, Row>,
): readonly string[] {
  return [...scripts].filter(([, row]) => row[version] === "fails").map(([id]) => id);
}
