/** `durable-conformance bisect CASE --package NAME`: in which published versions the case fails. */
import { AWS_SDK_PACKAGE, SDK_VERSIONS } from "../../impl/aws-sdk/sdk.ts";
import { packageEngineName } from "../../impl/package-engine-name.ts";
import type { Case } from "../../model/case.ts";
import {
  answerOf,
  BISECTION_VERSION,
  type Bisection,
  type VersionResult,
} from "../../reports/bisection.ts";
import { renderAnswer, renderVersion } from "../../reports/text/bisection.ts";
import { paragraph } from "../../reports/text/layout.ts";
import { byVersion } from "../../reports/version-ranges.ts";
import type { Arguments } from "../arguments.ts";
import { CtrlC } from "../ctrl-c.ts";
import { readCases } from "../input.ts";
import {
  cachedVersions,
  defaultCache,
  install,
  isPackageName,
  NpmError,
  publishedVersions,
} from "../npm.ts";
import { LoadError, LostError } from "../pool/watched-worker.ts";
import { WatchedEngine } from "../replay-on.ts";
import { EXIT, UsageError } from "../usage-error.ts";

interface Options {
  readonly file: string;
  readonly case: Case;
  /** What the case is about; nothing where it does not say. */
  readonly signatures: readonly string[];
  readonly package: string;
  readonly cache: string;
  readonly offline: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Gives the exit code: whether the newest version that could be run holds. @throws UsageError */
export async function bisect(given: Arguments): Promise<number> {
  const options = readOptions(given);
  const json = given.has("--json");
  const results: VersionResult[] = [];
  const current = new Current();
  const ctrlC = new CtrlC(() => current.end());
  const versions = await versionsOf(options);
  for (const version of versions) {
    if (ctrlC.pressed) break;
    const result = await judge(options, version, current);
    // What it was in the middle of says nothing.
    if (ctrlC.pressed) break;
    results.push(result);
    // With --json a line for each is how it tells that it goes on.
    (json ? process.stderr : process.stdout).write(renderVersion(result));
  }
  ctrlC.ignore();
  const isWhole = results.length === versions.length;
  const bisection: Bisection = {
    format: "durable-conformance/bisection",
    version: BISECTION_VERSION,
    package: options.package,
    file: options.file,
    results,
    answer: answerOf(results, isWhole && options.to === undefined),
    stopped: isWhole ? null : "interrupted-by-user",
  };
  process.stdout.write(json ? `${JSON.stringify(bisection, null, 2)}\n` : renderAnswer(bisection));
  if (!isWhole) return EXIT.interrupted;
  const newest = results.findLast(({ outcome }) => outcome !== "skipped");
  if (newest === undefined) return EXIT.unknown;
  return newest.outcome === "holds" ? EXIT.ok : EXIT.broken;
}

function readOptions(given: Arguments): Options {
  const file = given.positionals[0] as string;
  const [first] = readCases(file);
  const name = given.text("--package");
  if (name === undefined || !isPackageName(name)) {
    const found = name === undefined ? "nothing" : JSON.stringify(name);
    throw new UsageError(`--package: found ${found}; accepted is the name of an npm package.`);
  }
  return {
    file,
    case: first.case,
    signatures: first.signatures,
    package: name,
    cache: given.text("--cache") ?? defaultCache(),
    offline: given.has("--offline"),
    from: version(given, "--from"),
    to: version(given, "--to"),
  };
}

function version(given: Arguments, flag: string): string | undefined {
  const text = given.text(flag);
  if (text === undefined || /^\d+\.\d+\.\d+$/.test(text)) return text;
  throw new UsageError(
    `${flag}: found ${JSON.stringify(text)}; accepted is a version such as 1.1.7.`,
  );
}

/** @throws UsageError if there is none. */
async function versionsOf(options: Options): Promise<readonly string[]> {
  const { from, to } = options;
  const all = options.offline ? installed(options) : await published(options);
  const versions = all.filter(
    (each) =>
      (from === undefined || byVersion(from, each) <= 0) &&
      (to === undefined || byVersion(each, to) <= 0),
  );
  if (versions.length > 0) return versions;
  throw new UsageError(
    `--package: found no version of ${options.package} to run; accepted is one that is published, or installed here.`,
  );
}

/** What is not there to be asked must not keep the installed versions from being run. */
async function published(options: Options): Promise<readonly string[]> {
  try {
    return await publishedVersions(options.package);
  } catch (error) {
    if (!(error instanceof NpmError)) throw error;
    const why = `${error.message}: only versions that are installed are run`;
    process.stderr.write(`${paragraph(why, 0)}\n`);
    return installed(options);
  }
}

function installed({ package: name, cache }: Options): readonly string[] {
  const own: readonly string[] = name === AWS_SDK_PACKAGE ? SDK_VERSIONS : [];
  return [...new Set([...own, ...cachedVersions(cache, name)])].toSorted(byVersion);
}

/** The engine that runs now, to be ended. */
class Current {
  engine: WatchedEngine | undefined;

  end(): void {
    void this.engine?.close();
  }
}

async function judge(options: Options, version: string, current: Current): Promise<VersionResult> {
  let engine: WatchedEngine | undefined;
  try {
    engine = new WatchedEngine(await engineFor(options, version));
    current.engine = engine;
    const answer = await engine.replay(options.case);
    if (answer instanceof LostError) return { version, outcome: "lost", why: answer.message };
    const { failure } = answer;
    if (failure === undefined) return { version, outcome: "holds", why: null };
    const { signatures } = options;
    const isMeant = signatures.length === 0 || signatures.includes(failure.signature);
    return { version, outcome: isMeant ? "breaks" : "otherwise", why: failure.signature };
  } catch (error) {
    if (!(error instanceof NpmError || error instanceof LoadError)) throw error;
    return { version, outcome: "skipped", why: error.message };
  } finally {
    await engine?.close();
  }
}

/** One that comes with this package; or else from the cache, installed if need be. */
async function engineFor(options: Options, version: string): Promise<string> {
  const { package: name, cache } = options;
  if (name === AWS_SDK_PACKAGE && (SDK_VERSIONS as readonly string[]).includes(version)) {
    return `aws-sdk@${version}`;
  }
  const entry = await install(cache, name, version);
  return packageEngineName({ package: name, version, entry });
}
