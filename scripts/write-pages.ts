/**
 * Writes a page for each finding and for each engine that is wrong on purpose, and an index of them.
 *
 *   npm run -s pages                 into the folder pages/
 *   npm run -s pages -- FOLDER
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pageFiles } from "./pages.ts";

const [folder = "pages"] = process.argv.slice(2);
for (const { path, render } of pageFiles(folder)) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await render());
}
console.log(join(folder, "index.html"));
