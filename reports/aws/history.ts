/**
 * The JSON of AWS's GetDurableExecutionHistory, as far as it is read here: a list of events, or an
 * object that has it as `Events`. Times are ISO texts or seconds since 1970, as the AWS CLI and the
 * SDKs write them. What is not listed may be there too, and is not looked at.
 */
import * as Schema from "effect/Schema";

const Text = Schema.optionalKey(Schema.NullOr(Schema.String));
const Whole = Schema.optionalKey(Schema.NullOr(Schema.Finite));
const Time = Schema.optionalKey(Schema.NullOr(Schema.Union([Schema.String, Schema.Finite])));
const Payload = Schema.optionalKey(
  Schema.NullOr(Schema.Struct({ Payload: Schema.optionalKey(Schema.Unknown) })),
);
const ErrorOf = Schema.optionalKey(
  Schema.NullOr(Schema.Struct({ Payload: Schema.optionalKey(Schema.Unknown) })),
);
const details = <Fields extends Schema.Struct.Fields>(fields: Fields) =>
  Schema.optionalKey(Schema.NullOr(Schema.Struct(fields)));

const Retry = details({ CurrentAttempt: Whole, NextAttemptDelaySeconds: Whole });

export const AwsEvent = Schema.Struct({
  EventType: Schema.String,
  EventId: Schema.Int,
  EventTimestamp: Time,
  Id: Text,
  ParentId: Text,
  Name: Text,
  SubType: Text,
  StepSucceededDetails: details({ Result: Payload, RetryDetails: Retry }),
  StepFailedDetails: details({ Error: ErrorOf, RetryDetails: Retry }),
  WaitStartedDetails: details({ Duration: Whole, ScheduledEndTimestamp: Time }),
  ContextSucceededDetails: details({ Result: Payload }),
  CallbackStartedDetails: details({ Timeout: Whole }),
  InvocationCompletedDetails: details({
    StartTimestamp: Time,
    EndTimestamp: Time,
    Error: ErrorOf,
    RequestId: Text,
  }),
});
export type AwsEvent = typeof AwsEvent.Type;

export const AwsHistory = Schema.Array(AwsEvent);
export type AwsHistory = typeof AwsHistory.Type;
