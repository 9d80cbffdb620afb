/**
 * An engine from an npm package in a folder of its own, where `bisect` has installed it: the AWS SDK in
 * any version, or a package that exports `createEngine` as an engine module does.
 */
import { pathToFileURL } from "node:url";
import { engineOf } from "./aws-sdk/engine.ts";
import { AWS_SDK_PACKAGE, readSdk } from "./aws-sdk/sdk.ts";
import type { Engine } from "./engine.ts";
import { engineOfModule } from "./engine-module.ts";
import { readPackageEngineName } from "./package-engine-name.ts";

/** @throws Error that says why the package is no engine. */
export async function loadPackageEngine(text: string): Promise<Engine> {
  const { package: name, version, entry } = readPackageEngineName(text);
  const full = `${name}@${version}`;
  let module: unknown;
  try {
    ({ module } = await import(pathToFileURL(entry).href));
  } catch (error) {
    throw new Error(`${full} can't be loaded (${String(error).replaceAll("\n", " ")})`);
  }
  return name === AWS_SDK_PACKAGE
    ? engineOf(full, readSdk(full, module))
    : engineOfModule(full, module);
}
