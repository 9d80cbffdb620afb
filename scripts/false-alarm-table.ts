/** docs/no-false-alarms.md, as far as it is made from what was measured. */
import type { Campaign, Unexplained } from "./false-alarm-campaign.ts";

export const MEASURED = new URL("../docs/no-false-alarms.json", import.meta.url);
export const DOCUMENT = new URL("../docs/no-false-alarms.md", import.meta.url);

const MADE = /<!-- made by npm run false-alarms -->[\s\S]*<!-- until here -->/;

export function withMeasured(document: string, campaigns: readonly Campaign[]): string {
  if (!MADE.test(document)) throw new Error("docs/no-false-alarms.md has no place for the tables");
  const made = `${renderCampaigns(campaigns)}\n\n${renderFindings(campaigns)}`;
  return document.replace(
    MADE,
    () => `<!-- made by npm run false-alarms -->\n\n${made}\n\n<!-- until here -->`,
  );
}

function renderCampaigns(campaigns: readonly Campaign[]): string {
  const sum = (of: (campaign: Campaign) => number) =>
    campaigns.reduce((total, campaign) => total + of(campaign), 0);
  const columns: readonly [string, (campaign: Campaign) => number][] = [
    ["cases", ({ cases }) => cases],
    ["fail on 2.4.0", ({ failures }) => failures],
    ["disagreements", (campaign) => unexplained(campaign, "published")],
    ["only with several mended", ({ several }) => several],
    ["hold with work as a step", ({ plainWork }) => plainWork],
    ["unexplained, mended", (campaign) => unexplained(campaign, "mended")],
    ["unexplained, embedded", (campaign) => unexplained(campaign, "embedded")],
  ];
  return table(
    ["scope", "seed", ...columns.map(([title]) => title)],
    [
      ...campaigns.map((campaign) => [
        campaign.scope,
        String(campaign.seed),
        ...columns.map(([, of]) => String(of(campaign))),
      ]),
      ["all of them", "", ...columns.map(([, of]) => String(sum(of)))],
    ],
  );
}

function unexplained(campaign: Campaign, engine: Unexplained["engine"]): number {
  return campaign.unexplained.filter((each) => each.engine === engine).length;
}

function renderFindings(campaigns: readonly Campaign[]): string {
  const counts = new Map<string, number>();
  for (const { findings } of campaigns) {
    for (const [id, count] of Object.entries(findings)) {
      counts.set(id, (counts.get(id) ?? 0) + count);
    }
  }
  const rows = [...counts].toSorted(([, left], [, right]) => right - left);
  return table(
    ["finding", "failures that it is seen in"],
    rows.map(([id, count]) => [`[${id}](findings.md#${id})`, String(count)]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
