import type { Sdk } from "../../impl/aws-sdk/sdk.ts";

export const MENDED_VERSION: "2.4.0";
export const MENDED: readonly string[];
export function loadMended(findings: readonly string[]): Promise<Sdk>;
