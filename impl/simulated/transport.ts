/**
 * The wire between an engine and the service, in virtual time: a request takes a millisecond to
 * arrive and its reply another, and an interruption can strike before, between and after.
 */
import { type Failure, type FailureName, meaningOf } from "../../model/fault.ts";
import type { Update } from "../../model/history.ts";
import { shorten } from "../../model/values.ts";
import { copyData } from "../backend/copy-data.ts";
import {
  type CheckpointReply,
  type CheckpointRequest,
  ServiceError,
  STALE_TOKEN,
  type WireError,
  type WireOperation,
  type WireUpdate,
} from "../backend/wire.ts";
import type { Transport } from "../engine.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { Fence } from "./fence.ts";
import type { World } from "./world.ts";

const ONE_WAY_MILLISECONDS = 1;

/** What lies at both ends of the wire, and what goes wrong on it. */
export interface Ends extends Pick<World, "service" | "outside" | "faults"> {
  readonly clock: VirtualClock;
  readonly fence: Fence;
  /** The token that the invocation starts with. */
  readonly token: string;
}

export function createTransport(ends: Ends): Transport {
  const { clock, service, fence, outside, faults } = ends;
  /** The token that the engine has been given last: the one that it should use. */
  let { token } = ends;
  /** Whether somebody else has used it up. */
  let usedUp = false;
  const useTokenUp = () => {
    usedUp = true;
    service.useTokenUp();
  };
  const oneWay = (): Promise<void> => fence.sleep(ONE_WAY_MILLISECONDS);
  const fail = async (failure: FailureName, updates: readonly Update[]): Promise<never> => {
    await fence.report({ kind: "checkpoint-failed", updates, failure });
    await oneWay();
    throw errorOf(failure);
  };
  return {
    async checkpoint(given) {
      // What the engine makes of it once it is sent is not on its way.
      const request = { ...given, Updates: copyData(given.Updates ?? []) };
      const updates = viewUpdates(request.Updates, service);
      const fault = faults.ofCheckpoint(updates);
      const failure = fault?.fault === "reply-late" ? undefined : fault?.fault;
      const unsent = fence.report({ kind: "checkpoint-requested", updates });
      if (unsent !== undefined) return unsent;
      await oneWay();
      // It was on its way when its invocation ended, and is lost with it.
      if (!fence.up) return fence.refuse();
      if (failure === "stale-token") useTokenUp();
      else if (isError(failure) && !meaningOf(failure).recorded) {
        if (failure === "request-lost" || failure === "server-error") {
          service.loseCheckpoint(request, failure);
        }
        return fail(failure, updates);
      }
      const unheard = failure === "reply-lost";
      const reply = recordCheckpoint(service, request, unheard);
      if (reply instanceof ServiceError) {
        const { name, message } = reply;
        // A token that was right when it was given has been used up by somebody else.
        if (message === STALE_TOKEN && request.CheckpointToken === token) {
          return fail("stale-token", updates);
        }
        await fence.report({ kind: "checkpoint-refused", updates, error: { name, message } });
        await oneWay();
        throw reply;
      }
      for (const [index, update] of request.Updates.entries()) {
        const operation = updates[index]?.operation ?? update.Id;
        const otherwise = outside.hear(update, operation, clock.now);
        if (otherwise !== undefined) {
          await fence.report({ kind: "asked-otherwise", operation, ...otherwise });
        }
      }
      const how = usedUp ? ({ withUsedUpToken: true } as const) : {};
      const unheardOf = fence.report({ kind: "checkpoint-recorded", updates, ...how });
      if (unheardOf !== undefined) return unheardOf;
      if (fault?.fault === "reply-late") await fence.sleep(fault.seconds * 1_000);
      else await oneWay();
      if (failure === "reply-lost") return fail(failure, updates);
      if (failure === "token-missing") {
        service.withholdToken();
        await fence.report({ kind: "checkpoint-replied", updates, withoutToken: true });
        const { CheckpointToken: _, ...withoutToken } = reply;
        return withoutToken;
      }
      const lost = fence.report({ kind: "checkpoint-replied", updates });
      if (lost !== undefined) return lost;
      token = reply.CheckpointToken ?? token;
      return reply;
    },
    async getExecutionState(request) {
      const failure = faults.ofPage()?.fault;
      await oneWay();
      if (!fence.up) return fence.refuse();
      if (failure !== undefined) {
        if (failure === "stale-token") useTokenUp();
        await fence.report({ kind: "page-failed", failure });
        await oneWay();
        throw errorOf(failure);
      }
      const page = service.state(request);
      await oneWay();
      return page;
    },
  };

  function recordCheckpoint(
    to: World["service"],
    request: CheckpointRequest,
    unheard: boolean,
  ): CheckpointReply | ServiceError {
    const running = clock.owner;
    try {
      return unheard ? to.checkpointUnheard(request) : to.checkpoint(request);
    } catch (error) {
      if (error instanceof ServiceError) return error;
      throw error;
    } finally {
      clock.owner = running;
    }
  }
}

function isError(failure: Failure | undefined): failure is FailureName {
  return failure !== undefined && failure !== "token-missing";
}

/** What the engine's own client throws for a call that failed. */
function errorOf(failure: FailureName): ServiceError {
  const { name, message, status } = meaningOf(failure).error;
  return new ServiceError(name, message, status);
}

/** The updates of a call as the model sees them: by name, where the wire has ids. */
function viewUpdates(updates: readonly WireUpdate[], service: Parents): readonly Update[] {
  const started = new Map<string, string>();
  return updates.map((update) => {
    const name = nameOf(update, started, service);
    started.set(update.Id, name);
    return viewUpdate(update, name);
  });
}

/**
 * An operation's own name. The parts of a wait-for-callback have none in some versions; they are
 * named after their context, as the workflow names them.
 */
export function nameOf(
  { Id, Name, ParentId, Type, SubType }: Pick<WireOperation, "Id" | "Type"> & Partial<Named>,
  started: ReadonlyMap<string, string>,
  service: Parents,
): string {
  if (Name !== undefined) return Name;
  const parent = started.get(ParentId ?? "") ?? service.parentOf(ParentId)?.Name;
  if (parent === undefined) return Type === "EXECUTION" ? "(execution)" : Id;
  return `${parent}-${SubType === "Callback" ? "callback" : "submitter"}`;
}

type Parents = Pick<World["service"], "parentOf">;

interface Named {
  readonly Name: string | undefined;
  readonly ParentId: string | undefined;
  readonly SubType: string | undefined;
}

function viewUpdate(update: WireUpdate, operation: string): Update {
  const { Type: type, Action, Payload, Error: error } = update;
  const delaySeconds =
    update.StepOptions?.NextAttemptDelaySeconds ?? update.WaitOptions?.WaitSeconds;
  return {
    operation,
    type,
    action: Action as Update["action"],
    ...(Payload == null ? {} : { payload: shorten(Payload) }),
    ...(error == null ? {} : { error: viewWireError(error) }),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    ...(update.ContextOptions?.ReplayChildren === true ? { replayChildren: true } : {}),
    ...viewTimeouts(update.CallbackOptions ?? {}),
  };
}

function viewTimeouts(options: NonNullable<WireUpdate["CallbackOptions"]>) {
  const { TimeoutSeconds, HeartbeatTimeoutSeconds } = options;
  return {
    ...(TimeoutSeconds === undefined ? {} : { timeoutSeconds: TimeoutSeconds }),
    ...(HeartbeatTimeoutSeconds === undefined ? {} : { heartbeatSeconds: HeartbeatTimeoutSeconds }),
  };
}

/** An error as it is recorded. */
export function viewWireError(error: WireError) {
  return { name: error.ErrorType ?? "(none)", message: error.ErrorMessage ?? "" };
}
