/** How a runner is told of an engine in an installed npm package; nobody types such a name. */

/** A package at a version, and the module in its folder that exports it as `module`. */
export interface PackageEngine {
  readonly package: string;
  readonly version: string;
  readonly entry: string;
}

const PREFIX = "package:";

/** As a name that a runner takes; nobody types it. */
export function packageEngineName({ package: name, version, entry }: PackageEngine): string {
  return `${PREFIX}${JSON.stringify([name, version, entry])}`;
}

export function isPackageEngineName(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** The other way round. */
export function readPackageEngineName(text: string): PackageEngine {
  const [name, version, entry] = JSON.parse(text.slice(PREFIX.length)) as [string, string, string];
  return { package: name, version, entry };
}
