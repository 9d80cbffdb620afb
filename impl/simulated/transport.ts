/**
 * The wire between an engine and the service, in virtual time: a request takes a millisecond to
 * arrive and its reply another, and an interruption can strike before, between and after.
 */
import type { Update } from "../../model/history.ts";
import { shorten } from "../../model/values.ts";
import type { Service } from "../backend/service.ts";
import {
  type CheckpointReply,
  type CheckpointRequest,
  ServiceError,
  type WireError,
  type WireOperation,
  type WireUpdate,
} from "../backend/wire.ts";
import type { Transport } from "../engine.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { Fence } from "./fence.ts";
import type { Outside } from "./outside.ts";

const ONE_WAY_MILLISECONDS = 1;

export function createTransport(
  clock: VirtualClock,
  service: Service,
  fence: Fence,
  outside: Outside,
): Transport {
  const oneWay = (): Promise<void> => fence.sleep(ONE_WAY_MILLISECONDS);
  return {
    async checkpoint(request) {
      if (!fence.up) return fence.refuse();
      const updates = viewUpdates(request.Updates ?? [], service);
      await fence.report({ kind: "checkpoint-requested", updates });
      await oneWay();
      const reply = recordCheckpoint(service, request);
      if (reply instanceof ServiceError) {
        const { name, message } = reply;
        await fence.report({ kind: "checkpoint-refused", updates, error: { name, message } });
        await oneWay();
        throw reply;
      }
      for (const [index, update] of (request.Updates ?? []).entries()) {
        outside.hear(update, updates[index]?.operation ?? update.Id, clock.now);
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

/** The updates of a call as the model sees them: by name, where the wire has ids. */
function viewUpdates(updates: readonly WireUpdate[], service: Service): readonly Update[] {
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
  service: Service,
): string {
  if (Name !== undefined) return Name;
  const parent = started.get(ParentId ?? "") ?? service.parentOf(ParentId)?.Name;
  if (parent === undefined) return Type === "EXECUTION" ? "(execution)" : Id;
  return `${parent}-${SubType === "Callback" ? "callback" : "submitter"}`;
}

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
  };
}

/** An error as it is recorded. */
export function viewWireError(error: WireError) {
  return { name: error.ErrorType ?? "(none)", message: error.ErrorMessage ?? "" };
}
