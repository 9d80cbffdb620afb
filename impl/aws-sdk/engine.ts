/**
 * The engine `aws-sdk@VERSION`: the real, published SDK, driven as the Lambda service drives it. Its
 * transport is injected through the event, which works in every version (semantics, section 6).
 */
import { awsGuarantees } from "../../model/guarantees.ts";
import type { Engine, EngineInvocation } from "../engine.ts";
import { adaptContext } from "./context.ts";
import { loadSdk, type Sdk, type SdkVersion } from "./sdk.ts";

/** @throws Error if this version is not installed here. */
export async function createAwsSdkEngine(version: SdkVersion): Promise<Engine> {
  return engineOf(`aws-sdk@${version}`, await loadSdk(version));
}

/** An SDK that has been loaded behind the contract; it may be one that was changed. */
export function engineOf(name: string, sdk: Sdk): Engine {
  return {
    name,
    guarantees: awsGuarantees,
    invoke: (invocation) => invoke(sdk, invocation),
  };
}

function invoke(sdk: Sdk, invocation: EngineInvocation) {
  const { arn, token, page, transport, handler } = invocation;
  const wrapped = sdk.withDurableExecution((input, context) =>
    handler(adaptContext(sdk, context), input),
  );
  const event = new sdk.DurableExecutionInvocationInputWithClient(
    { InitialExecutionState: page, DurableExecutionArn: arn, CheckpointToken: token },
    transport,
  );
  const lambdaContext = {
    awsRequestId: invocation.requestId,
    getRemainingTimeInMillis: invocation.remainingMilliseconds,
  };
  return wrapped(event, lambdaContext);
}
