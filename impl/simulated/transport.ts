/**
 * The wire between an engine and the service, in virtual time: a request takes a millisecond to
 * arrive and its reply another, and an interruption can strike before, between and after.
 */
import type { Update } from "../../model/history.ts";
import type { Service } from "../backend/service.ts";
import {
  type CheckpointReply,
  type CheckpointRequest,
  ServiceError,
  type WireError,
  type WireUpdate,
} from "../backend/wire.ts";
import type { Transport } from "../engine.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { Fence } from "./fence.ts";

const ONE_WAY_MILLISECONDS = 1;

export function createTransport(clock: VirtualClock, service: Service, fence: Fence): Transport {
  const oneWay = (): Promise<void> => fence.sleep(ONE_WAY_MILLISECONDS);
  return {
    async checkpoint(request) {
      if (!fence.up) return fence.refuse();
      const updates = (request.Updates ?? []).map(viewUpdate);
      await fence.report({ kind: "checkpoint-requested", updates });
      await oneWay();
      const reply = recordCheckpoint(service, request);
      if (reply instanceof ServiceError) {
        const { name, message } = reply;
        await fence.report({ kind: "checkpoint-refused", updates, error: { name, message } });
        await oneWay();
        throw reply;
      }
      await fence.report({ kind: "checkpoint-recorded", updates });
      await oneWay();
      await fence.report({ kind: "checkpoint-replied", updates });
      return reply;
    },
    async getExecutionState(request) {
      await oneWay();
      const page = service.state(request);
      await oneWay();
      return page;
    },
  };

  function recordCheckpoint(
    to: Service,
    request: CheckpointRequest,
  ): CheckpointReply | ServiceError {
    const running = clock.owner;
    try {
      return to.checkpoint(request);
    } catch (error) {
      if (error instanceof ServiceError) return error;
      throw error;
    } finally {
      clock.owner = running;
    }
  }
}

/** An update as the model sees it. */
function viewUpdate(update: WireUpdate): Update {
  const { Name, Id, Type, Action, Payload, Error: error } = update;
  const delaySeconds =
    update.StepOptions?.NextAttemptDelaySeconds ?? update.WaitOptions?.WaitSeconds;
  return {
    operation: Name ?? Id,
    type: Type as Update["type"],
    action: Action as Update["action"],
    ...(Payload == null ? {} : { payload: Payload }),
    ...(error == null ? {} : { error: viewWireError(error) }),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
  };
}

/** An error as it is recorded. */
export function viewWireError(error: WireError) {
  return { name: error.ErrorType ?? "(none)", message: error.ErrorMessage ?? "" };
}
