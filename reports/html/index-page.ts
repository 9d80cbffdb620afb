/** All findings and all engines that are wrong on purpose, each with a link to its page. */
import type { FaultyLine } from "../faulty-report.ts";
import { describeVersions, type FindingPage } from "./finding-page.ts";
import { html } from "./markup.ts";
import { page } from "./page.ts";

export function renderIndexPage(
  findings: readonly Pick<FindingPage, "runs" | "script">[],
  faulty: readonly FaultyLine[],
): string {
  const title = `${findings.length} findings, ${faulty.length} engines that are wrong on purpose`;
  return page(
    title,
    html`<h1>${title}</h1>
<section aria-labelledby="findings"><h2 id="findings">What is wrong in the published versions of the AWS SDK</h2>
<div class="wide"><table><thead><tr><th scope="col">finding</th><th scope="col">versions</th></tr></thead>
<tbody>${findings.map((finding) => {
      const { runs, script } = finding;
      return html`<tr><th scope="row"><a href="findings/${runs.finding}.html">${runs.finding}</a><br><span class="dim">${script.about}</span></th><td>${describeVersions(runs)}</td></tr>`;
    })}</tbody></table></div></section>
<section aria-labelledby="faulty"><h2 id="faulty">Engines that are wrong on purpose, and what catches each</h2>
<div class="wide"><table><thead><tr><th scope="col">engine</th><th scope="col">caught by</th></tr></thead>
<tbody>${faulty.map(({ name, bug, property }) => {
      return html`<tr><th scope="row"><a href="faulty/${name}.html">${name}</a><br><span class="dim">${bug}</span></th><td><code>${property}</code></td></tr>`;
    })}</tbody></table></div></section>`,
  );
}
