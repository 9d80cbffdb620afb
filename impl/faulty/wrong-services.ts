/** Services that are wrong in one way each; otherwise they are the one that engines are tested with. */
import { type CreateService, Service } from "../backend/service.ts";
import type {
  CheckpointReply,
  CheckpointRequest,
  Page,
  StateRequest,
  WireAnswer,
  WireOperation,
  WireUpdate,
} from "../backend/wire.ts";

/** The service, to which something else is sent than the engine has sent. */
export function withUpdates(
  change: (right: readonly WireUpdate[]) => readonly WireUpdate[],
): CreateService {
  class Altering extends Service {
    override checkpoint(request: CheckpointRequest): CheckpointReply {
      return super.checkpoint({ ...request, Updates: change(request.Updates ?? []) });
    }
  }
  return (options) => new Altering(options);
}

/** What the last call has recorded is only in memory until something else is asked of the service. */
export class Forgetful extends Service {
  /** The entries that the last call has changed, as they were before. */
  private durable: readonly (readonly [string, WireOperation | undefined])[] = [];

  override checkpoint(request: CheckpointRequest): CheckpointReply {
    const before = (request.Updates ?? []).map(({ Id }) => [Id, this.log.get(Id)] as const);
    const reply = super.checkpoint(request);
    this.durable = before;
    return reply;
  }

  override answer(answer: WireAnswer): void {
    super.answer(answer);
    this.durable = [];
  }

  override startInvocation() {
    for (const [id, entry] of this.durable) {
      if (entry !== undefined) this.put(entry);
      else for (const all of [this.log, this.positions, this.timers]) all.delete(id);
    }
    this.durable = [];
    return super.startInvocation();
  }
}

/** Whatever token it is shown is as good as the one that it has given last. */
export class Unfenced extends Service {
  override checkpoint(request: CheckpointRequest): CheckpointReply {
    return super.checkpoint({ ...request, CheckpointToken: this.token });
  }

  override state(request: StateRequest): Page {
    return super.state({ ...request, CheckpointToken: this.token });
  }
}

/** An invocation starts with a copy of the log that has not heard of the last call. */
export class Lagging extends Service {
  private before: ReadonlyMap<string, WireOperation> = new Map();

  override checkpoint(request: CheckpointRequest): CheckpointReply {
    this.before = new Map(this.log);
    return super.checkpoint(request);
  }

  override startInvocation() {
    const { token, page } = super.startInvocation();
    const { before } = this;
    if (before.size === 0) return { token, page };
    const Operations = page.Operations.flatMap(({ Id }) => before.get(Id) ?? []);
    return { token, page: { ...page, Operations } };
  }
}
