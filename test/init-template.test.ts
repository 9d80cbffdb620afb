/** The adapter that `init` writes answers right where nothing of it is filled in yet. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { starterFiles } from "../cli/init/templates.ts";
import { invalidParameter, ServiceError, STALE_TOKEN } from "../impl/backend/wire.ts";
import { type Engine, NotImplementedError } from "../impl/engine.ts";
import { emptyFolder } from "./cli-fixture.ts";

const source = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The file of the adapter, which takes what it imports from this checkout. */
function scaffold(): string {
  const text = starterFiles("mts")
    .find(({ path }) => path.includes("engine"))
    ?.text.replace("durable-conformance/engine", source("impl/engine.ts"))
    .replace("durable-conformance/guarantees", source("model/guarantees.ts"));
  const file = join(emptyFolder(), "engine.mts");
  writeFileSync(file, text ?? "");
  return file;
}

async function scaffolded(): Promise<Engine> {
  return (await import(scaffold())).createEngine();
}

test("it has the right types", () => {
  const flags =
    "--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2024 --types node";
  const words = [...flags.split(" "), "--allowImportingTsExtensions", "--typeRoots"];
  const tsc = source("node_modules/.bin/tsc");
  const all = [...words, source("node_modules/@types"), scaffold()];
  const { status, stdout } = spawnSync(tsc, all, { encoding: "utf8", cwd: source("") });
  expect([status, stdout]).toEqual([0, ""]);
});

async function answerTo(thrown: unknown) {
  const { invoke } = await scaffolded();
  return await invoke({
    arn: "arn",
    requestId: "request-1",
    token: "token",
    page: { Operations: [{ Id: "0", Type: "EXECUTION", Status: "STARTED" }] },
    transport: { checkpoint: () => Promise.reject(), getExecutionState: () => Promise.reject() },
    remainingMilliseconds: () => 1,
    handler: () => Promise.reject(thrown),
  });
}

test.each([
  ["a throttled call", new ServiceError("TooManyRequestsException", "Rate exceeded", 429)],
  ["an error of the service", new ServiceError("ServiceException", "down", 503)],
  ["a call that got no answer", new ServiceError("TimeoutError", "no answer")],
  ["a stale token", invalidParameter(STALE_TOKEN)],
  ["a method that is still to be written", new NotImplementedError("step")],
])("only the invocation ends with %s", async (_, thrown) => {
  await expect(answerTo(thrown)).rejects.toBe(thrown);
});

test.each([
  ["a call that is refused otherwise", invalidParameter("Unknown parent")],
  ["what the handler throws", new Error("sold out")],
])("the execution ends with %s", async (_, thrown) => {
  const { name: ErrorType, message: ErrorMessage } = thrown;
  expect(await answerTo(thrown)).toEqual({ Status: "FAILED", Error: { ErrorType, ErrorMessage } });
});
