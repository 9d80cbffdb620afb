/**
 * The parts of `@aws/durable-execution-sdk-js` that the adapter uses, as they are in every published
 * version, and how a version is loaded.
 */
import type { WireAnswer } from "../backend/service.ts";
import type { Page } from "../backend/wire.ts";
import type { Transport } from "../engine.ts";

/** Every published version; each is installed under the alias `aws-sdk-VERSION`. */
export const SDK_VERSIONS = [
  "1.0.1",
  "1.0.2",
  "1.1.0",
  "1.1.1",
  "1.1.7",
  "2.0.0",
  "2.1.0",
  "2.2.0",
  "2.3.0",
  "2.3.1",
  "2.4.0",
] as const;
export type SdkVersion = (typeof SDK_VERSIONS)[number];
export const NEWEST_SDK_VERSION: SdkVersion = "2.4.0";

export interface SdkStepContext {
  /** Absent before 2.0.0. */
  readonly attempt?: number;
}

export interface SdkContext {
  step(
    name: string,
    body: (context: SdkStepContext) => Promise<unknown>,
    options: {
      readonly semantics: string;
      readonly retryStrategy?: (
        error: Error,
        attempt: number,
      ) => { readonly shouldRetry: boolean; readonly delay?: { readonly seconds: number } };
    },
  ): PromiseLike<unknown>;
  wait(name: string, duration: { readonly seconds: number }): PromiseLike<unknown>;
}

export interface Sdk {
  withDurableExecution(
    handler: (event: unknown, context: SdkContext) => Promise<unknown>,
  ): (event: unknown, lambdaContext: unknown) => Promise<WireAnswer>;
  readonly DurableExecutionInvocationInputWithClient: new (
    input: {
      readonly InitialExecutionState: Page;
      readonly DurableExecutionArn: string;
      readonly CheckpointToken: string;
    },
    transport: Transport,
  ) => object;
  readonly StepSemantics: Readonly<Record<"AtLeastOncePerRetry" | "AtMostOncePerRetry", string>>;
}

/** @throws Error if this version is not installed here. */
export async function loadSdk(version: SdkVersion): Promise<Sdk> {
  return (await import(`aws-sdk-${version}`)) as Sdk;
}
