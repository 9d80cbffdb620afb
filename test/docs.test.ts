/** The documents say what is so: links lead somewhere, and the counterexample is what is printed. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { COMMANDS } from "../cli/commands.ts";
import { SETTINGS } from "../cli/settings/settings.ts";
import { EXIT } from "../cli/usage-error.ts";
import {
  printCounterexample,
  README,
  withCounterexample,
} from "../scripts/readme-counterexample.ts";

const ROOT = new URL("../", import.meta.url);
const DOCUMENTS = [
  "README.md",
  ...readdirSync(new URL("docs/", ROOT))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** The files and folders that a document links to. */
function targetsOf(name: string): readonly URL[] {
  const document = new URL(name, ROOT);
  return [...readFileSync(document, "utf8").matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !target.startsWith("https://"))
    .map((target) => new URL(target, document));
}

test.each(DOCUMENTS)("every link of %s leads to a file that is there", (name) => {
  expect(targetsOf(name).filter((target) => !existsSync(target))).toEqual([]);
});

test("every link of a document in the package leads to a file in the package", () => {
  const words = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const packed = execFileSync("npm", words, { cwd: fileURLToPath(ROOT), encoding: "utf8" });
  const [{ files }] = JSON.parse(packed) as [{ files: readonly { path: string }[] }];
  const paths = files.map(({ path }) => new URL(path, ROOT).href);
  const isPacked = ({ href }: URL) =>
    paths.some((path) => path === href || path.startsWith(`${href.replace(/\/$/, "")}/`));
  const documents = DOCUMENTS.filter((name) => isPacked(new URL(name, ROOT)));
  expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/adapters.md"]));
  const dead = documents.flatMap((name) =>
    targetsOf(name)
      .filter((target) => !isPacked(target))
      .map(({ href }) => `${name}: ${href.slice(ROOT.href.length)}`),
  );
  expect(dead).toEqual([]);
});

test("the contract of an engine names every setting and every reason of a batch", () => {
  const contract = readFileSync(new URL("docs/adapters.md", ROOT), "utf8");
  for (const { key } of SETTINGS) expect(contract).toContain(`\`${key}\``);
  const rules = readFileSync(new URL("impl/embedded/rules.ts", ROOT), "utf8");
  const reasons = rules.match(/(?<=")[A-Z]+(_[A-Z]+)+(?=")/g) ?? [];
  expect(reasons.length).toBeGreaterThan(2);
  for (const reason of reasons) expect(contract).toContain(`\`${reason}\``);
});

test.each(["model", "impl"])("the reading order has every file of %s/", (room) => {
  const readingOrder = readFileSync(new URL("docs/reading-order.md", ROOT), "utf8");
  const files = readdirSync(new URL(`${room}/`, ROOT), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("promela/"))
    .map((name) => `${room}/${name}`);
  expect(files.filter((file) => !readingOrder.includes(`](../${file})`))).toEqual([]);
});

test("the README has every document, every command and every exit code", () => {
  const readme = readFileSync(README, "utf8");
  // What makes sense in a checkout alone is not in the package, and so no link in the README.
  for (const name of DOCUMENTS.slice(1)) {
    const mentions = [`](${name})`, `\`${name}\`, in a checkout`];
    expect(
      mentions.filter((each) => readme.includes(each)),
      name,
    ).toHaveLength(1);
  }
  for (const { name } of COMMANDS) expect(readme).toMatch(new RegExp(`^\\| \`${name}\\b`, "m"));
  for (const code of Object.values(EXIT)) expect(readme).toContain(`**${code}** `);
});

test("the README's counterexample is what is printed (npm run readme renews it)", async () => {
  const readme = readFileSync(README, "utf8");
  const counterexample = await printCounterexample();
  expect(readme).toContain(`\`\`\`text\n${counterexample}\n\`\`\``);
  expect(withCounterexample(readme, counterexample)).toBe(readme);
  // The words below it are of the same one.
  const [operation] = /(?<=^ {2}Workflow {4})\S+/m.exec(counterexample) ?? [];
  expect(readme).toContain(`one step, \`${operation}\``);
});
