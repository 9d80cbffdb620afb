/** The tables of docs/killed-tier.md, from what `npm run killed-campaign` has counted. */
import { type Campaign, casesOf, killsOf, type OnEngine } from "./killed-agreement.ts";
import { SOURCES } from "./killed-cases.ts";

export const MEASURED = new URL("../docs/killed-tier.json", import.meta.url);
export const DOCUMENT = new URL("../docs/killed-tier.md", import.meta.url);

const BEGIN = "<!-- made by npm run killed-campaign -->";
const END = "<!-- until here -->";
const MADE = new RegExp(`${BEGIN}[\\s\\S]*${END}`);

const KILLED = { killed: "handlers", "killed-backend": "services" } as const;

/** @throws Error if the document has no place for the tables. */
export function withMeasured(document: string, campaigns: readonly Campaign[]): string {
  if (!MADE.test(document)) throw new Error("docs/killed-tier.md has no place for the tables");
  const tables = campaigns.map(renderCampaign).join("\n\n");
  return document.replace(MADE, () => `${BEGIN}\n\n${tables}\n\n${END}`);
}

function renderCampaign({ tier, seed, engines, disagreements }: Campaign): string {
  const whys = [...new Set(engines.flatMap(({ kills }) => Object.keys(kills)))];
  const sources = SOURCES.filter((source) => casesOf(engines, source) > 0);
  const row = (name: string, of: readonly OnEngine[], different: number) => {
    const cases = sources.map((source) => casesOf(of, source));
    return line([name, ...whys.map((why) => killsOf(of, why)), killsOf(of), ...cases, different]);
  };
  const on = (engine: string) => disagreements.filter((each) => each.engine === engine).length;
  const what = `${KILLED[tier]}, seed ${seed}`;
  return [
    line([what, ...whys, "killed", ...sources.map((source) => `${source} cases`), "disagreements"]),
    line(["---", ...[...whys, ...sources].map(() => "---:"), "---:", "---:"]),
    ...engines.map((each) => row(`\`${each.engine}\``, [each], on(each.engine))),
    row("all of them", engines, disagreements.length),
  ].join("\n");
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}
