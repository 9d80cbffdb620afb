/**
 * Makes wrong histories out of right ones.
 *
 * ```ts
 * const wrong = editHistory(right, [
 *   drop({ kind: "body-entered", operation: "charge" }),
 *   insertAfter({ kind: "operation-called", operation: "charge", nth: 2 }, bodyEntered("charge", 2)),
 * ]);
 * ```
 */
import type { Event, EventKind, EventOf, History, Update } from "../model/history.ts";

/** Which event is meant: the `nth` of its kind (the first), about this operation, with this action. */
export interface Place {
  readonly kind: EventKind;
  readonly operation?: string;
  readonly action?: Update["action"];
  readonly nth?: number;
}

export type Edit = (history: History) => History;

/** An event without its time: it gets that of the event beside it, or of its own. */
export type Timeless = Event extends infer Each
  ? Each extends Event
    ? Omit<Each, "at"> & { readonly at?: number }
    : never
  : never;

export function editHistory(history: History, edits: readonly Edit[]): History {
  return edits.reduce((edited, edit) => edit(edited), history);
}

/** @throws Error if there is no such event: the edit would do nothing. */
export function indexOf(history: History, place: Place): number {
  let left = place.nth ?? 1;
  for (const [index, event] of history.entries()) {
    if (!isAt(event, place)) continue;
    left -= 1;
    if (left === 0) return index;
  }
  throw new Error(`No event ${JSON.stringify(place)} in the history`);
}

function isAt(event: Event, { kind, operation, action }: Place): boolean {
  if (event.kind !== kind) return false;
  if (operation === undefined) return true;
  if ("operation" in event) return event.operation === operation;
  if (!("updates" in event)) return false;
  return event.updates.some(
    (update) =>
      update.operation === operation && (action === undefined || update.action === action),
  );
}

export function drop(place: Place): Edit {
  return (history) => history.toSpliced(indexOf(history, place), 1);
}

export function insertAfter(place: Place, ...events: readonly Timeless[]): Edit {
  return (history) => {
    const index = indexOf(history, place);
    const { at } = history[index] as Event;
    return history.toSpliced(index + 1, 0, ...events.map((event) => ({ at, ...event }) as Event));
  };
}

/** What follows is cut off, and these come instead. */
export function endWith(place: Place, ...events: readonly Timeless[]): Edit {
  return (history) => {
    const kept = history.slice(0, indexOf(history, place) + 1);
    return insertAfter({ ...place }, ...events)(kept);
  };
}

/** Fields of one event that are different. */
export function change<Kind extends EventKind>(
  place: Place & { readonly kind: Kind },
  fields: Partial<EventOf<Kind>>,
): Edit {
  return (history) => {
    const index = indexOf(history, place);
    return history.with(index, { ...(history[index] as Event), ...fields } as Event);
  };
}

/** Fields of one update that are different, where it is requested, recorded and replied. */
export function changeUpdate(
  operation: string,
  action: Update["action"],
  fields: Partial<Update>,
): Edit {
  return (history) =>
    history.map((event) => {
      if (!("updates" in event)) return event;
      const updates = event.updates.map((update) =>
        update.operation === operation && update.action === action
          ? { ...update, ...fields }
          : update,
      );
      return { ...event, updates };
    });
}

/** All events that name this operation and are of these kinds are gone, calls and all. */
export function dropAll(operation: string, ...kinds: readonly EventKind[]): Edit {
  return (history) =>
    history.filter(
      (event) => !kinds.includes(event.kind) || !isAt(event, { kind: event.kind, operation }),
    );
}
