/** The documents say what is so: links lead somewhere, and the counterexample is what is printed. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS } from "../cli/commands.ts";
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

test.each(DOCUMENTS)("every link of %s leads to a file that is there", (name) => {
  const document = new URL(name, ROOT);
  const targets = [...readFileSync(document, "utf8").matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !target.startsWith("https://"));
  expect(targets.filter((target) => !existsSync(new URL(target, document)))).toEqual([]);
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
  for (const name of DOCUMENTS.slice(1)) expect(readme).toContain(`](${name})`);
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
