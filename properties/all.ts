/** All properties, the guarantees of section 2 first, the model's refusal check last. */
import { answersWhatTheHandlerDid } from "./answers-what-the-handler-did.ts";
import { atLeastOncePerAttempt } from "./at-least-once-per-attempt.ts";
import { atMostOncePerAttempt } from "./at-most-once-per-attempt.ts";
import { attemptsRiseWithRetries } from "./attempts-rise-with-retries.ts";
import { awaitsGiveWhatWasRecorded } from "./awaits-give-what-was-recorded.ts";
import { batchesEndWhenTheyShould } from "./batches-end-when-they-should.ts";
import { batchesPictureTheirBranches } from "./batches-picture-their-branches.ts";
import { branchesWithinTheirConcurrency } from "./branches-within-their-concurrency.ts";
import { changedHandlersFail } from "./changed-handlers-fail.ts";
import { combinatorsGiveWhatTheirOperandsDo } from "./combinators-give-what-their-operands-do.ts";
import { completedStepsNeverRerun } from "./completed-steps-never-rerun.ts";
import { conditionsPollAsTheyShould } from "./conditions-poll-as-they-should.ts";
import { contextsCloseAsTheyEnded } from "./contexts-close-as-they-ended.ts";
import { crashFreeRunAllowsIt } from "./crash-free-run-allows-it.ts";
import { decisionsAreKept } from "./decisions-are-kept.ts";
import { effectsAreInTheLog } from "./effects-are-in-the-log.ts";
import { endsAfterTheLastInterruption } from "./ends-after-the-last-interruption.ts";
import { failuresHaveTheRightScope } from "./failures-have-the-right-scope.ts";
import { handlersGetTheirInput } from "./handlers-get-their-input.ts";
import { interruptionReachesHandler } from "./interruption-reaches-handler.ts";
import { invocationsEnd } from "./invocations-end.ts";
import { liveEqualsReplay } from "./live-equals-replay.ts";
import { modelAccepts } from "./model-accepts.ts";
import { noBodyAfterItsInvocation } from "./no-body-after-its-invocation.ts";
import { nothingEscapes } from "./nothing-escapes.ts";
import { nothingRecordedBelowAnEndedContext } from "./nothing-recorded-below-an-ended-context.ts";
import { onceWithoutRetry } from "./once-without-retry.ts";
import { oneBodyAtATime } from "./one-body-at-a-time.ts";
import { onlyLegalUpdates } from "./only-legal-updates.ts";
import { pendingNeedsSomethingPending } from "./pending-needs-something-pending.ts";
import type { Property } from "./property.ts";
import { recordsOnlyWhatWasCalled } from "./records-only-what-was-called.ts";
import { retriesFollowTheStrategy } from "./retries-follow-the-strategy.ts";
import { retriesNotBeforeTheirDelay } from "./retries-not-before-their-delay.ts";
import { runsOnlyWhatWasCalled } from "./runs-only-what-was-called.ts";
import { startRecordedBeforeBody } from "./start-recorded-before-body.ts";
import { startedOnceAsAsked } from "./started-once-as-asked.ts";
import { strategyAskedWithCause } from "./strategy-asked-with-cause.ts";
import { successMeansRecorded } from "./success-means-recorded.ts";
import { suspendsOnlyWhenIdle } from "./suspends-only-when-idle.ts";
import { timeoutsNotBeforeTheirTime } from "./timeouts-not-before-their-time.ts";
import { usedUpTokensRecordNothing } from "./used-up-tokens-record-nothing.ts";
import { waitsNeitherEarlyNorRestarted } from "./waits-neither-early-nor-restarted.ts";

/** The guarantees, each a predicate over the history written without the model. */
export const GUARANTEES: readonly Property[] = [
  changedHandlersFail,
  atLeastOncePerAttempt,
  atMostOncePerAttempt,
  onceWithoutRetry,
  completedStepsNeverRerun,
  oneBodyAtATime,
  attemptsRiseWithRetries,
  strategyAskedWithCause,
  startRecordedBeforeBody,
  interruptionReachesHandler,
  liveEqualsReplay,
  decisionsAreKept,
  awaitsGiveWhatWasRecorded,
  retriesFollowTheStrategy,
  retriesNotBeforeTheirDelay,
  waitsNeitherEarlyNorRestarted,
  endsAfterTheLastInterruption,
  suspendsOnlyWhenIdle,
  pendingNeedsSomethingPending,
  invocationsEnd,
  noBodyAfterItsInvocation,
  handlersGetTheirInput,
  answersWhatTheHandlerDid,
  successMeansRecorded,
  effectsAreInTheLog,
  contextsCloseAsTheyEnded,
  combinatorsGiveWhatTheirOperandsDo,
  batchesEndWhenTheyShould,
  batchesPictureTheirBranches,
  branchesWithinTheirConcurrency,
  conditionsPollAsTheyShould,
  startedOnceAsAsked,
  timeoutsNotBeforeTheirTime,
  nothingRecordedBelowAnEndedContext,
  onlyLegalUpdates,
  recordsOnlyWhatWasCalled,
  runsOnlyWhatWasCalled,
  failuresHaveTheRightScope,
  usedUpTokensRecordNothing,
  nothingEscapes,
  crashFreeRunAllowsIt,
];

export const PROPERTIES: readonly Property[] = [...GUARANTEES, modelAccepts];
