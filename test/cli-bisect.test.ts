/** `bisect`, as its users run it: with what is installed, and with a registry of this test's own. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownCorpusFolder } from "../cli/corpus.ts";
import type { Bisection } from "../reports/bisection.ts";
import { emptyFolder, runCli } from "./cli-fixture.ts";

const REGRESSION = readFileSync(new URL("../docs/regression.md", import.meta.url), "utf8");
const FINDING = join(ownCorpusFolder() as string, "interrupted-step-gives-internal-error.json");
const SDK = "@aws/durable-execution-sdk-js";
const OFFLINE = ["bisect", FINDING, "--package", SDK, "--cache", "cache", "--offline"];

test("the case of 1.1.7: broken from 1.0.1 to 1.1.7, holds from 2.0.0", async () => {
  const { code, stdout } = await runCli(OFFLINE);
  expect(stdout).toMatch(/^ {2}1\.0\.1 {7}breaks\s+interruption-reaches-handler/);
  expect(stdout).toMatch(/\n {2}2\.4\.0 {7}holds\n/);
  expect(stdout).toMatch(/\n\nBroken from 1\.0\.1 to 1\.1\.7, holds from 2\.0\.0\.\n$/);
  expect(REGRESSION).toContain(`\`\`\`text\n${stdout}\`\`\``);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(code).toBe(0);
});

test("only some versions, as JSON and nothing else", async () => {
  const words = [...OFFLINE, "--from", "1.1.1", "--to", "1.1.7", "--json"];
  const { code, stdout, stderr } = await runCli(words);
  const { answer, results } = JSON.parse(stdout) as Bisection;
  expect(results.map(({ version, outcome }) => `${version} ${outcome}`)).toEqual([
    "1.1.1 breaks",
    "1.1.7 breaks",
  ]);
  expect(answer).toBe("broken from 1.1.1 to 1.1.7");
  expect(stderr).toMatch(/^ {2}1\.1\.1 {7}breaks\s+\S+\n {2}1\.1\.7 {7}breaks\s+\S+\n$/);
  expect(code).toBe(1);
});

test("a version of the SDK that is in the cache is run too", async () => {
  const folder = emptyFolder();
  const installed = join(folder, "cache", "@aws+durable-execution-sdk-js@9.9.9");
  mkdirSync(installed, { recursive: true });
  const sdk = new URL("../node_modules/aws-sdk-1.1.7/dist/index.mjs", import.meta.url);
  const entry = `import * as module from ${JSON.stringify(sdk.href)};\nexport { module };\n`;
  writeFileSync(join(installed, "entry.mjs"), entry);
  const { stdout } = await runCli([...OFFLINE, "--from", "2.4.0"], folder);
  expect(stdout).toMatch(/\n\nHolds in 2\.4\.0, broken from 9\.9\.9\.\n$/);
});

test.each([
  [["bisect", FINDING], "--package: found nothing; accepted is the name of an npm package."],
  [
    ["bisect", FINDING, "--package=--registry"],
    '--package: found "--registry"; accepted is the name of an npm package.',
  ],
  [
    ["bisect", FINDING, "--package", "../evil"],
    '--package: found "../evil"; accepted is the name of an npm package.',
  ],
  [
    [...OFFLINE, "--from", "latest"],
    '--from: found "latest"; accepted is a version such as 1.1.7.',
  ],
  [
    [...OFFLINE, "--from", "9.0.0"],
    `--package: found no version of ${SDK} to run; accepted is one that is published, or installed here.`,
  ],
])("%j", async (words, sentence) => {
  const folder = emptyFolder();
  const { code, stdout, stderr } = await runCli(words, folder);
  expect(stderr).toBe(`durable-conformance: ${sentence}\n`);
  expect(stdout).toBe("");
  expect(code).toBe(64);
  expect(readdirSync(folder)).toEqual([]);
});

describe("a package that exports an engine", () => {
  let registry: Server;
  let environment: NodeJS.ProcessEnv;
  const trace = join(emptyFolder(), "install-script-ran");

  /** Four versions: of the SDK's newest and its broken one, one that is no engine, one that is lost. */
  beforeAll(async () => {
    const versions = {
      "1.0.0": await packed("1.0.0", engineOf("1.1.7")),
      "1.1.0": await packed("1.1.0", "export const nothing = 1;\n"),
      "1.2.0": undefined,
      "1.10.0": await packed("1.10.0", engineOf("2.4.0")),
    };
    registry = createServer(({ url }, response) => {
      const tarball = /\/my-engine-(.*)\.tgz$/.exec(url ?? "")?.[1] as keyof typeof versions;
      const { port } = registry.address() as AddressInfo;
      const body = tarball === undefined ? metadata(versions, port) : versions[tarball];
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
    const { port } = registry.address() as AddressInfo;
    environment = {
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: emptyFolder(),
    };
  });
  afterAll(() => registry.close());

  /** The SDK in a version, as an engine. */
  function engineOf(version: string): string {
    const adapter = fileURLToPath(new URL("../impl/aws-sdk/engine.ts", import.meta.url));
    return `import { createAwsSdkEngine } from ${JSON.stringify(pathToFileURL(adapter).href)};
export const createEngine = () => createAwsSdkEngine(${JSON.stringify(version)});\n`;
  }

  async function packed(version: string, source: string): Promise<Buffer> {
    const folder = emptyFolder();
    const install = `node -e "require('fs').writeFileSync('${trace}', '')"`;
    const manifest = {
      name: "my-engine",
      version,
      type: "module",
      main: "index.js",
      scripts: { preinstall: install, postinstall: install },
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "index.js"), source);
    execFileSync("npm", ["pack", "--silent"], { cwd: folder });
    return readFileSync(join(folder, `my-engine-${version}.tgz`));
  }

  function metadata(versions: Readonly<Record<string, Buffer | undefined>>, port: number): string {
    const entries = Object.entries(versions).map(([version, tarball]) => {
      const shasum = createHash("sha1")
        .update(tarball ?? "")
        .digest("hex");
      const url = `http://127.0.0.1:${port}/my-engine-${version}.tgz`;
      return [version, { name: "my-engine", version, dist: { shasum, tarball: url } }];
    });
    return JSON.stringify({
      name: "my-engine",
      "dist-tags": { latest: "1.10.0" },
      versions: Object.fromEntries(entries),
    });
  }

  test("is installed where it is not, each version by itself, without its install scripts", async () => {
    const folder = emptyFolder();
    const words = ["bisect", FINDING, "--package", "my-engine", "--cache", "cache"];
    const { code, stdout } = await runCli(words, folder, environment);
    const told = stdout.replaceAll(/\s+/g, " ");
    expect(told).toContain(" 1.0.0 breaks interruption-reaches-handler/");
    expect(told).toContain(" 1.1.0 skipped: my-engine@1.1.0 exports no function createEngine ");
    expect(told).toMatch(/ 1\.2\.0 skipped: npm: 404 /);
    expect(told).toContain(" 1.10.0 holds ");
    expect(stdout).toMatch(
      /\nBroken in 1\.0\.0, holds from 1\.10\.0\.\nOf 1\.1\.0, 1\.2\.0 nothing is known/,
    );
    expect(code).toBe(0);
    expect(existsSync(trace)).toBe(false);
    expect(readdirSync(join(folder, "cache")).toSorted()).toEqual([
      "my-engine@1.0.0",
      "my-engine@1.1.0",
      "my-engine@1.10.0",
    ]);
    const offline = await runCli([...words, "--offline"], folder);
    expect(offline.stdout).toMatch(/\nBroken in 1\.0\.0, holds from 1\.10\.0\.\n/);
  });

  test("is run as far as it is installed where the registry is not there", async () => {
    const nowhere = {
      ...environment,
      npm_config_registry: "http://127.0.0.1:1/",
      npm_config_fetch_retries: "0",
    };
    const words = ["bisect", FINDING, "--package", SDK, "--cache", "cache", "--to", "1.0.1"];
    const { code, stdout, stderr } = await runCli(words, undefined, nowhere);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(": only versions that are installed are run ");
    expect(stdout).toMatch(/\nBroken in 1\.0\.1\.\n$/);
    expect(code).toBe(1);
  });
});
